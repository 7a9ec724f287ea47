/// A line through points, with the band of its uncertainty.
public struct LineSeries: Sendable {
  /// One point; without finite value it interrupts the line.
  public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double
    /// The ends of the band at this point.
    public var lower: Double?
    public var upper: Double?

    /// Creates a point.
    public init(x: Double, y: Double, lower: Double? = nil, upper: Double? = nil) {
      self.x = x
      self.y = y
      self.lower = lower
      self.upper = upper
    }
  }

  public var label: String
  public var colour: Palette.Colour
  public var points: [Point]
  /// Whether every point is marked by a dot: for points that are far apart.
  public var isMarked: Bool
  /// Thin lines of the same colour behind the line: its parts, such as the single seeds.
  public var strands: [[Point]]
  /// Whether the line is broken: for what is laid over it by way of comparison.
  public var isDashed = false
  /// Where a point of the line leads; `nil` where figures stand alone.
  package var link: (@Sendable (_ x: Double) -> String)?

  /// Creates a series.
  public init(
    _ label: String, colour: Palette.Colour, points: [Point], isMarked: Bool = false, strands: [[Point]] = []
  ) {
    self.label = label
    self.colour = colour
    self.points = points
    self.isMarked = isMarked
    self.strands = strands
  }
}

extension LineSeries {
  /// Says where every line begins and ends.
  static func sentence(_ subject: String, _ series: [LineSeries], format: Axis.Format) -> String {
    let ends = series.compactMap { series -> String? in
      let points = series.points.filter { $0.y.isFinite }
      guard let first = points.first, let last = points.last else { return nil }
      let plain = { (point: LineSeries.Point) in
        Numbers.text(LineSeries.Point(x: point.x, y: point.y), format: format)
      }
      return "\(series.label) from \(plain(first)) to \(plain(last))"
    }
    return "\(subject): \(ends.joined(separator: "; "))."
  }
}
