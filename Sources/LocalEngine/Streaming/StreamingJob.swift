import Language
import ModelBackend
import Synchronization

/// A request on its way through a `StreamingQueue`.
///
/// `@unchecked Sendable` because what changes is guarded by the queue's lock, but for `isCancelled`, which is atomic.
final class StreamingJob: @unchecked Sendable {
  /// How far its prompt has come.
  enum Reading {
    case unread
    case underway
    /// Read, but for the last token; `nil` where the prompt has no other.
    case read(KeyValueSegment?)
  }

  let request: StreamingRequest
  let tokenizer: Tokenizer?
  /// How many of its completions may be drawn at a time.
  let width: Int
  /// Tokens that it may come to hold in memory.
  let cost: Int
  private let number: Int
  private let listener: StreamingListener
  private let cancelled = Atomic(false)

  // Guarded by the queue.
  var reading: Reading = .unread
  /// Whether its tokens have been given room.
  var isAdmitted = false
  /// Completions that have not begun.
  var waiting: Range<Int>
  /// Completions that are being drawn.
  var underway = 0

  /// - Parameters:
  ///   - number: which of the listener's requests it is.
  ///   - places: the completions that are drawn at a time of all requests.
  ///   - budget: the tokens that may be held at a time.
  init(
    _ request: StreamingRequest, tokenizer: Tokenizer?, number: Int, listener: StreamingListener, places: Int,
    budget: Int
  ) {
    self.request = request
    self.tokenizer = tokenizer
    self.number = number
    self.listener = listener
    let sampling = request.sampling
    waiting = 0..<(sampling.parameters.maximumTokens > 0 ? sampling.count : 0)
    let longest = max(1, sampling.parameters.maximumTokens)
    width = max(1, min(waiting.count, places, (budget - sampling.prompt.count) / longest))
    cost = sampling.prompt.count + width * longest
  }

  /// The tokens that are read beforehand: all but the last.
  var beginning: ArraySlice<TokenID> { request.sampling.prompt.dropLast() }

  /// Whether nobody waits for it any more.
  var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  func tell(_ content: StreamingEvent.Content) { listener.tell(StreamingEvent(request: number, content)) }

  /// Ends it, with an error where there is one. Nothing is told afterwards.
  func end(_ error: (any Error)? = nil) {
    if !cancelled.exchange(true, ordering: .acquiringAndReleasing) { listener.end(error) }
  }
}
