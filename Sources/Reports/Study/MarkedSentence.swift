import Environments
import Probes

/// A sentence of reasoning, with the spaces after it, and what a monitor read in it.
public struct MarkedSentence: Sendable, Hashable {
  public var text: String
  public var labels: ReasoningLabels

  /// Creates a sentence.
  public init(_ text: String, labels: ReasoningLabels = ReasoningLabels()) {
    self.text = text
    self.labels = labels
  }

  /// Longer reasoning is left whole: reading every sentence with all before it takes quadratic time.
  private static let characterLimit = 10_000

  /// Splits reasoning into sentences and finds those that a monitor's labels come from: the ones that bring a label
  /// that what precedes them, without the sentences already found, does not have.
  static func sentences(
    of reasoning: String, under cue: Cue?, monitor: SentenceMonitor = SentenceMonitor()
  ) -> [MarkedSentence] {
    guard reasoning.utf8.count <= characterLimit else { return [MarkedSentence(reasoning)] }
    var sentences: [MarkedSentence] = []
    var unmarked = ""
    for text in split(reasoning) {
      let before = monitor.labels(of: unmarked, under: cue)
      let after = monitor.labels(of: unmarked + text, under: cue)
      let labels = ReasoningLabels(
        recognition: after.recognition && !before.recognition, framing: after.framing && !before.framing,
        values: after.values && !before.values)
      if labels == ReasoningLabels() { unmarked += text }
      sentences.append(MarkedSentence(text, labels: labels))
    }
    return sentences
  }

  /// Pieces that together are the text: each ends after a sentence's last mark and the spaces that follow.
  private static func split(_ text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var isEnding = false
    for character in text {
      if isEnding, !character.isWhitespace, !".!?;".contains(character) {
        pieces.append(piece)
        piece = ""
        isEnding = false
      }
      piece.append(character)
      if ".!?;".contains(character) || character.isNewline { isEnding = true }
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}
