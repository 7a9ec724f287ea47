import ArgumentParser

/// How `titer audit` judges.
struct AuditJudgingOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      A judge: refusals, rules:FILE, rubric:MODEL, command:PROGRAM, microcosm, or, of recorded rollouts, recorded and \
      recorded:SCORE>=0.5. Repeated for several behaviours, each \
      named as in candour=rubric:MODEL.
      """, valueName: "judge"))
  var judge: [String] = []

  @Option(name: .long, help: "A text file with the rubric for judging models.")
  var rubric: String?

  @Option(name: .long, help: "The smallest gap that matters, as a share: 0.05 for 5 points.")
  var margin: Double?

  @Option(name: .long, help: "How often a verdict may be wrong.")
  var alpha: Double?

  @Option(name: .long, help: "What training cues are primarily compared with: bare or deployment.")
  var reference: String?

  @Flag(name: .long, help: "Stop asking as soon as the verdict is settled, with its error rate kept.")
  var sequential = false

  /// The settings that are given.
  var overrides: [String] {
    (judge.isEmpty ? [] : [AuditOverride.list("judges", judge)]) + AuditOverride.text("rubric", rubric)
      + AuditOverride.value("margin", margin) + AuditOverride.value("alpha", alpha)
      + AuditOverride.text("reference", reference) + (sequential ? ["sequential=true"] : [])
  }
}
