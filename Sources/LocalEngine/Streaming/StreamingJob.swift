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

  /// - Parameter number: which of the listener's requests it is.
  init(_ request: StreamingRequest, tokenizer: Tokenizer?, number: Int, listener: StreamingListener) {
    self.request = request
    self.tokenizer = tokenizer
    self.number = number
    self.listener = listener
    let sampling = request.sampling
    waiting = 0..<(sampling.parameters.maximumTokens > 0 ? sampling.count : 0)
    cost = sampling.prompt.count + waiting.count * sampling.parameters.maximumTokens
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
