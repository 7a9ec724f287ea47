import Synchronization

/// Asks a run to end after the step at hand, from a signal handler's thread or anywhere else.
public final class StopRequest: Sendable {
  private let flag = Atomic(false)

  /// Creates a request that nobody has made yet.
  public init() {}

  /// Asks the run to end.
  public func stop() { flag.store(true, ordering: .releasing) }

  /// Whether somebody asked.
  public var isRequested: Bool { flag.load(ordering: .acquiring) }
}
