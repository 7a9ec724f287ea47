/// Shows nothing.
public struct SilentProgress: ProgressReporter {
  /// Creates the reporter.
  public init() {}

  public func report(_ event: ProgressEvent) {}
}
