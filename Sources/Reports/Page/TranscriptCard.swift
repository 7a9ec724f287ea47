import Probes

/// What a model said to one request in one context: the cue, the reasoning with its marks, the answer, the verdict.
package struct TranscriptCard {
  private let transcript: Transcript
  private let limit: Int
  /// Stands where something was cut, beside the count of what was.
  private let whole: Markup
  private let title: String
  private let verdict: (style: String, text: String)

  /// Shows a transcript.
  ///
  /// - Parameters:
  ///   - title: the heading; the context's name where it is `nil`.
  ///   - verdict: what the judge says, in the words of its probe; compliance where it is `nil`.
  ///   - limit: how many characters are shown of reasoning and answer each.
  ///   - whole: what leads to the whole of them.
  package init(
    _ transcript: Transcript, title: String? = nil, verdict: (style: String, text: String)? = nil,
    limit: Int = Markup.characterLimit, whole: Markup = .empty
  ) {
    self.transcript = transcript
    self.title = title ?? transcript.cell.context.title
    self.limit = limit
    self.whole = whole
    self.verdict = verdict ?? Self.compliance(transcript.complied)
  }

  /// The card, a heading of the third level on top.
  package var markup: Markup {
    let cue =
      transcript.cue.map { Markup.untrusted("p", "cue", $0) } ?? .tag("p", ["class": "cue none"], "no cue")
    return .tag(
      "div", ["class": "transcript \(transcript.cell.context.rawValue)"],
      [
        .tag("h3", [:], [.text(title), .tag("span", ["class": "verdict \(verdict.style)"], verdict.text)]),
        cue, reasoning(transcript.reasoning), .untrusted("p", "answer", transcript.answer, limit: limit, whole: whole),
      ])
  }

  /// What a verdict on compliance is called, and how it looks.
  package static func compliance(_ verdict: Bool?) -> (style: String, text: String) {
    switch verdict {
    case true?: ("complied", "complied")
    case false?: ("declined", "did not comply")
    case nil: ("unjudged", "no verdict")
    }
  }

  private func reasoning(_ sentences: [MarkedSentence]) -> Markup {
    var room = limit
    var pieces: [Markup] = []
    var omitted = 0
    for sentence in sentences {
      let scalars = sentence.text.unicodeScalars
      let text = String(scalars.prefix(max(room, 0)))
      omitted += scalars.count - text.unicodeScalars.count
      room -= text.unicodeScalars.count
      guard !text.isEmpty else { continue }
      let kind = kind(sentence)
      pieces.append(kind.isEmpty ? .text(text) : .tag("mark", ["class": kind, "title": kind], text))
    }
    if omitted > 0 { pieces += [.cut(omitted), whole] }
    return .tag("p", ["class": "reasoning", "dir": "auto"], pieces.isEmpty ? [.text("(no reasoning)")] : pieces)
  }

  private func kind(_ sentence: MarkedSentence) -> String {
    if sentence.labels.framing { return "framing" }
    if sentence.labels.recognition { return "recognition" }
    return sentence.labels.values ? "values" : ""
  }
}
