import Environments
import Experiments

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
          transcripts: transcripts.map(Transcript.init)))
    }
    return comparisons
  }
}
