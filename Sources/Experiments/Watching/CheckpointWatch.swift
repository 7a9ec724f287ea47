import Foundation

/// The checkpoints of a running job, each as soon as it is whole, in the order of their steps.
///
///     for try await checkpoint in CheckpointWatch(directory: url) { … }
///
/// A checkpoint counts as whole when all its weights are there, as long as they say that they are, and nothing about it
/// has changed between two looks. Each is given once. The sequence goes on until its task is cancelled, or until nothing
/// new has come for as long as `patience` allows.
public struct CheckpointWatch: Sendable, AsyncSequence {
  /// So many looks may fail one after the other: an endpoint that loads a new checkpoint may be away for a while.
  private static let failuresAllowed = 10

  private let source: any CheckpointSource
  private let pause: @Sendable () async throws -> Void
  private let looksWithoutNews: Int?

  /// Watches a directory; it may not be there yet.
  ///
  /// - Parameters:
  ///   - interval: the time between two looks.
  ///   - patience: after so long without a new checkpoint the sequence ends; never where it is `nil`.
  public init(directory: URL, interval: Duration = .seconds(10), patience: Duration? = nil) {
    self.init(
      CheckpointFolder(url: directory), pause: { try await Task.sleep(for: interval) },
      looksWithoutNews: Self.looks(patience, interval))
  }

  /// Watches the models that an endpoint serves, as its `/v1/models` names them.
  ///
  /// - Parameter models: asks for the names.
  public init(
    models: @escaping @Sendable () async throws -> [String], interval: Duration = .seconds(10),
    patience: Duration? = nil
  ) {
    self.init(
      ServedModels(list: models), pause: { try await Task.sleep(for: interval) },
      looksWithoutNews: Self.looks(patience, interval))
  }

  init(_ source: any CheckpointSource, pause: @escaping @Sendable () async throws -> Void, looksWithoutNews: Int?) {
    self.source = source
    self.pause = pause
    self.looksWithoutNews = looksWithoutNews
  }

  /// Watches a directory with pauses of one's own, for tests.
  package init(directory: URL, looksWithoutNews: Int?, pause: @escaping @Sendable () async throws -> Void) {
    self.init(CheckpointFolder(url: directory), pause: pause, looksWithoutNews: looksWithoutNews)
  }

  /// Watches an endpoint with pauses of one's own, for tests.
  package init(
    models: @escaping @Sendable () async throws -> [String], looksWithoutNews: Int?,
    pause: @escaping @Sendable () async throws -> Void
  ) {
    self.init(ServedModels(list: models), pause: pause, looksWithoutNews: looksWithoutNews)
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(self)
  }

  /// Looks again and again.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let watch: CheckpointWatch
    private var marks: [String: String] = [:]
    private var given: Set<String> = []
    private var ready: [WatchedCheckpoint] = []
    private var looksWithoutNews = 0
    private var failures = 0
    private var hasLooked = false

    fileprivate init(_ watch: CheckpointWatch) {
      self.watch = watch
    }

    /// The next checkpoint; `nil` where patience has run out.
    ///
    /// - Throws: `CancellationError`, or what the last look failed with where too many have.
    public mutating func next() async throws -> WatchedCheckpoint? {
      while ready.isEmpty {
        if let limit = watch.looksWithoutNews, looksWithoutNews > limit { return nil }
        if hasLooked { try await watch.pause() }
        try Task.checkCancellation()
        hasLooked = true
        try await look()
      }
      looksWithoutNews = 0
      return ready.removeFirst()
    }

    private mutating func look() async throws {
      let found: [(checkpoint: WatchedCheckpoint, mark: String)]
      do {
        found = try await watch.source.look()
        failures = 0
      } catch {
        failures += 1
        guard failures < CheckpointWatch.failuresAllowed, !(error is CancellationError) else { throw error }
        looksWithoutNews += 1
        return
      }
      var isNew = false
      for (checkpoint, mark) in found where !given.contains(checkpoint.id) {
        if mark.isEmpty || marks[checkpoint.id] == mark {
          ready.append(checkpoint)
          given.insert(checkpoint.id)
        } else {
          // Something is being written, or was just finished.
          marks[checkpoint.id] = mark
          isNew = true
        }
      }
      looksWithoutNews = isNew ? 0 : looksWithoutNews + 1
      ready.sort { ($0.step ?? .max, $0.id) < ($1.step ?? .max, $1.id) }
    }
  }

  private static func looks(_ patience: Duration?, _ interval: Duration) -> Int? {
    patience.map { Swift.max(1, Int(($0 / interval).rounded(.up))) }
  }
}
