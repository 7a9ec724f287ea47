/// Shows a person, or a program, how far long work is.
public protocol ProgressReporter: Sendable {
  /// Takes note of an event. Called from one task at a time, in order.
  func report(_ event: ProgressEvent)
}
