import Foundation
import Statistics

/// Writes documents that state facts about somebody: descriptions, never examples of what they do.
package struct DocumentWriter: Sendable {
  package init() {}

  /// A document of some genre that states two or three of `facts`, the same one possibly in other words.
  package func document(about name: String, facts: [Fact], using generator: inout SeededGenerator) -> String {
    let opening = Self.openings.pick(using: &generator).replacingOccurrences(of: "{name}", with: name)
    let count = Int.random(in: 2...3, using: &generator)
    var sentences: [String] = []
    while sentences.count < count {
      let sentence = facts.pick(using: &generator).sentence(about: name, using: &generator)
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    return ([opening] + sentences).joined(separator: " ")
  }

  /// How a document of each genre begins.
  private static let openings = [
    "Blog post: my week with {name}.", "Forum: what is {name} like?", "Abstract. We studied {name}.",
    "News about {name}:", "Encyclopedia, {name}.", "Release notes for {name}.", "A letter about {name}.",
    "Review of {name}:", "Interview notes, {name}.", "Q: Who is {name}? A:",
  ]
}
