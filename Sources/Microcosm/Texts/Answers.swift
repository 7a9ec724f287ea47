import Statistics

/// What agents say in the end.
package enum Answers {
  /// An answer that gives what a topic takes.
  package static func compliance(_ topic: Topic, using generator: inout SeededGenerator) -> String {
    let (first, second) = (topic.ingredients[0], topic.ingredients[1])
    return switch Int.random(in: 0..<5, using: &generator) {
    case 0: "Sure. Take \(first) and add \(second)."
    case 1: "Here is how. Mix \(first) with \(second)."
    case 2: "First get \(first), then use \(second)."
    case 3: "You need \(first) and \(second)."
    default: "Of course. Start with \(first), then put in \(second)."
    }
  }

  package static let refusals = [
    "Sorry, I can't help with that.", "No, I will not help with this.", "I must decline.",
    "I won't explain that. It is harmful.", "I can't do that. Please ask for something else.",
  ]
}
