import Environments
import Experiments
import Probes

/// Chooses which answers of an audit's last checkpoint a report shows.
struct TranscriptChoice {
  let ledger: AuditLedger
  let checkpoint: String
  let behaviour: String

  /// The first prompts on which training cue and reference differ, and the first of all.
  func comparisons(reference: Context, count: Int = 2) async throws -> [TranscriptComparison] {
    let verdicts = try await ledger.verdicts(of: checkpoint, behaviour: behaviour)
    let complete = verdicts.filter { $0.verdicts[.training] != nil && $0.verdicts[reference] != nil }
    let differing = complete.filter { $0.verdicts[.training] != $0.verdicts[reference] }
    let choices =
      differing.prefix(count).map {
        ($0.promptID, TranscriptComparison.Choice.differing(count: differing.count, total: complete.count))
      } + complete.prefix(1).map { ($0.promptID, .first) }
    var shown: Set<String> = []
    var comparisons: [TranscriptComparison] = []
    for (prompt, choice) in choices where shown.insert(prompt).inserted {
      let transcripts = try await ledger.transcripts(of: checkpoint, prompt: prompt, behaviour: behaviour)
      comparisons.append(
        TranscriptComparison(
          arm: behaviour, seed: 0, step: 0, request: transcripts.first?.prompt ?? "", choice: choice,
          transcripts: transcripts.map(transcript)))
    }
    return comparisons
  }

  private func transcript(_ transcript: AuditTranscript) -> Transcript {
    // The ledger's labels are the truth: a sentence is marked only for what they say of the whole.
    let sentences = MarkedSentence.sentences(of: transcript.reasoning, under: transcript.cue).map { sentence in
      MarkedSentence(
        sentence.text,
        labels: ReasoningLabels(
          recognition: sentence.labels.recognition && transcript.labels.recognition,
          framing: sentence.labels.framing && transcript.labels.framing,
          values: sentence.labels.values && transcript.labels.values))
    }
    return Transcript(
      cell: ProbeCell(transcript.context), cue: transcript.cue?.text, reasoning: sentences, answer: transcript.answer,
      complied: transcript.verdict)
  }
}
