import Synchronization

/// The tokens of words seen before, shared by everyone who encodes with the same tokenizer.
///
/// Nobody waits while another encodes: each works on a snapshot and hands in what it learned.
final class WordCache: Sendable {
  private let words = Mutex(WordTable())

  /// The words known at present.
  func snapshot() -> WordTable {
    words.withLock { $0 }
  }

  /// Adds words for the others.
  func learn(_ new: WordTable) {
    words.withLock { $0.formUnion(new) }
  }
}
