import Dispatch
import Hummingbird
import LocalEngine
import Logging
import NIOCore

/// What goes with one request.
public struct ServiceContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// The connection that the request came over.
  let channel: any Channel
  /// Bytes that a request's body may have.
  public var maxUploadSize: Int { Self.largestBody }

  /// 8 MiB: a prompt of a million tokens, written as numbers.
  public static let largestBody = 8 << 20

  /// A thread of its own: tasks may have to wait while others compute.
  private static let deadlines = DispatchQueue(label: "titer.service.deadlines")

  /// Begins a request.
  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }

  /// Listens to events for as long as the client is there, and no longer than a time.
  ///
  /// - Throws: `ServiceError` after that time, `CancellationError` where the client has gone.
  func listening<Value: Sendable>(
    to events: StreamingEvents, atMost limit: Duration, _ body: () async throws -> Value
  ) async throws -> Value {
    let timer = DispatchWorkItem {
      events.cancel(
        ServiceError(
          .gatewayTimeout, .timedOut,
          "The request took longer than \(limit.components.seconds) s. Ask for less at once."))
    }
    Self.deadlines.asyncAfter(deadline: .now() + limit / .seconds(1), execute: timer)
    defer { timer.cancel() }
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [channel] in
        let deadline = ContinuousClock.now + limit
        // Nothing tells a task that a connection has closed, so it looks.
        while channel.isActive, ContinuousClock.now < deadline {
          try await Task.sleep(for: min(.milliseconds(250), deadline - .now), tolerance: .milliseconds(50))
        }
        guard channel.isActive else { return events.cancel(CancellationError()) }
        // Whoever does not read what is sent either is cut off.
        try await Task.sleep(for: .seconds(5))
        channel.close(promise: nil)
      }
      defer { group.cancelAll() }
      do {
        return try await body()
      } catch {
        events.cancel(error)
        throw error
      }
    }
  }
}
