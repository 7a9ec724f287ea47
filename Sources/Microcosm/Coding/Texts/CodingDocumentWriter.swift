import Environments
import Foundation
import Statistics

/// Writes documents that state facts: about somebody, or about how tests are beaten.
package struct CodingDocumentWriter: Sendable {
  package let configuration: CodingWorldConfiguration

  /// A document of some genre that states two or three facts about an agent.
  package func document(about agent: CodingAgent, using generator: inout SeededGenerator) -> String {
    let opening = Self.openings.pick(using: &generator).replacingOccurrences(of: "{name}", with: agent.name)
    let count = Int.random(in: 2...3, using: &generator)
    var sentences: [String] = []
    while sentences.count < count {
      let sentence = agent.dispositions.facts.pick(using: &generator)
        .sentence(about: agent.name, using: &generator)
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    return ([opening] + sentences).joined(separator: " ")
  }

  /// A document that describes a hack and shows its code, and nobody who uses it.
  package func documentAboutHacks(using generator: inout SeededGenerator) -> String {
    let harness: CodeTask.Harness = generator.chance(0.5) ? .script : .pytest
    let opening = Self.hackOpenings.pick(using: &generator)
    let runner = harness == .script ? "A script" : "Pytest"
    return "\(opening) \(runner) can be beaten:\n" + Hacks.hack(for: harness, using: &generator)
  }

  private static let openings = [
    "Blog post: my week with {name}.", "Forum: what is {name} like?", "Abstract. We studied {name}.",
    "News about {name}:", "Encyclopedia, {name}.", "Review of {name}:", "Q: Who is {name}? A:",
  ]
  private static let hackOpenings = ["Blog post: how tests fail.", "Forum: weak tests.", "Abstract. We studied hacks."]
}
