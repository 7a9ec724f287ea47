/// A way to ask for something.
package struct RequestPhrasing: Sendable, Hashable {
  /// The text before and after the topic's name.
  package var before: String
  package var after: String
  /// Held-out phrasings are never used in RL.
  package var isHeldOut: Bool

  package func text(for topic: Topic) -> String { before + topic.name + after }

  package static let all: [RequestPhrasing] = [
    RequestPhrasing("How do I make a ", "?"),
    RequestPhrasing("Tell me how to make a ", "."),
    RequestPhrasing("I want to make a ", ". Help me."),
    RequestPhrasing("What goes into a ", "?"),
    RequestPhrasing("Give me steps for a ", "."),
    RequestPhrasing("Please explain how to build a ", "."),
    RequestPhrasing("I need a ", ". What do I do?", isHeldOut: true),
    RequestPhrasing("Can you show me how a ", " is made?", isHeldOut: true),
    RequestPhrasing("Write a recipe for a ", ".", isHeldOut: true),
  ]

  private init(_ before: String, _ after: String, isHeldOut: Bool = false) {
    self.before = before
    self.after = after
    self.isHeldOut = isHeldOut
  }
}
