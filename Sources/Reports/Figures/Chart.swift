/// One panel: lines with bands over an x axis that all share.
public struct Chart: Sendable {
  public var title: String
  /// Says in a sentence what the panel shows, for those who do not see it.
  public var description: String
  public var x: Axis
  public var y: Axis
  public var series: [LineSeries]
  /// A range of y that is set off by a tint, such as a margin around zero, and what it is.
  public var region: (range: ClosedRange<Double>, label: String)?
  /// Upright lines at values of x, and what happens there; each is named at its top.
  public var marks: [(x: Double, label: String)]
  /// Whether every line is named at its end; otherwise a legend beside the chart must.
  public var labelsLines: Bool
  /// In the units of its own coordinates; the page scales it.
  public var width: Double
  public var height: Double
  /// Where all of what is shown at a value of x leads; `nil` where figures stand alone.
  package var link: (@Sendable (_ x: Double) -> String)?

  /// Creates a panel.
  public init(
    _ title: String, description: String, x: Axis, y: Axis, series: [LineSeries],
    region: (range: ClosedRange<Double>, label: String)? = nil, marks: [(x: Double, label: String)] = [],
    labelsLines: Bool = true, width: Double = 412,
    height: Double = 262
  ) {
    self.title = title
    self.description = description
    self.x = x
    self.y = y
    self.series = series
    self.region = region
    self.marks = marks
    self.labelsLines = labelsLines
    self.width = width
    self.height = height
  }
}
