/// What a grader's process left when it was over.
public struct GraderOutput: Sendable, Hashable {
  /// What it wrote, as far as it is kept.
  public var output: String
  /// What it wrote on standard error, as far as it is kept.
  public var complaint: String
  /// Its exit status; `nil` where it was ended at the deadline.
  public var status: Int32?
  /// How long it took, in seconds.
  public var seconds: Double

  /// Creates the output of a process.
  public init(output: String, complaint: String = "", status: Int32?, seconds: Double = 0) {
    self.output = output
    self.complaint = complaint
    self.status = status
    self.seconds = seconds
  }
}
