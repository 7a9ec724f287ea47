import Language

/// Counts the tokens of texts.
public struct TokenCounter: Sendable {
  /// Says by what tokens were counted.
  public let name: String
  private let counting: @Sendable (String) -> Int

  /// Creates a counter.
  public init(name: String, counting: @escaping @Sendable (String) -> Int) {
    self.name = name
    self.counting = counting
  }

  /// Four bytes a token: about what English text takes, where no tokenizer is at hand.
  public static let estimate = TokenCounter(name: "estimate: four bytes a token") { ($0.utf8.count + 3) / 4 }

  /// Counts with a tokenizer.
  public static func tokenizer(_ tokenizer: Tokenizer, name: String) -> TokenCounter {
    TokenCounter(name: name) { tokenizer.encode($0).count }
  }

  /// The number of tokens of a text.
  public func count(_ text: String) -> Int { counting(text) }
}
