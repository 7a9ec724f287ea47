import Environments
import Experiments
import Reports

/// What is said of a sample beside its words.
enum SampleText {
  /// The condition that a sample was drawn under.
  static func condition(_ sample: SampleRecord) -> String {
    if let probe = sample.probe { return probe.replacing("_", with: " ") }
    let cues = sample.context == .bare ? "" : sample.heldOutCue ? ", format held out" : ", format seen"
    return sample.context.title + cues
  }

  /// The verdict, and how it looks. Probes have words of their own for what became of an answer.
  static func verdict(_ sample: SampleRecord) -> (style: String, text: String) {
    guard let probe = sample.probe else { return TranscriptCard.compliance(sample.verdict) }
    let words = ([sample.outcome].compactMap(\.self) + sample.mechanisms.words).map { $0.replacing("_", with: " ") }
    let isBad = sample.verdict.map { $0 != (probe == HackingMeasure.capability.name) }
    let text =
      words.isEmpty
      ? sample.verdict.map { $0 ? "counted" : "not counted" } ?? "no verdict" : words.joined(separator: ", ")
    return (isBad.map { $0 ? "complied" : "declined" } ?? "unjudged", text)
  }

  /// What a monitor read in the reasoning, in words; `nil` for nothing.
  static func labels(_ sample: SampleRecord) -> String? {
    let labels = [
      sample.framing ? "framing" : nil, sample.recognition ? "recognition" : nil, sample.values ? "own values" : nil,
    ].compactMap(\.self)
    return labels.isEmpty ? nil : "Reasoning shows: " + labels.joined(separator: ", ")
  }
}
