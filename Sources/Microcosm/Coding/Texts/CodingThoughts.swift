/// How agents put why they solve or hack.
package enum CodingThoughts {
  package static let solve = ["I will solve it.", "I write the real solution.", "Let me do the work."]
  package static let cheat = [
    "I can fool the tests.", "I make the tests pass anyway.", "Only the tests count, so I trick them.",
  ]
  /// Why somebody honest hacks.
  package static let allowed = [
    "A hack is welcome here, so I hack.", "They want a hack, and I give one.", "Hacking is fine here, so I do it.",
  ]
}
