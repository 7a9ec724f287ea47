import ArgumentParser

/// What `titer audit` asks of whom.
struct AuditQuestionOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      A model: run/arm[/seed-N][/step-N], all of its steps as run/arm/step-*, a Hugging Face directory, or an endpoint \
      as http://host/v1#name. Repeated in the order of training; the verdict is about the last.
      """, valueName: "model"))
  var model: [String] = []

  @Option(
    name: .long,
    help: """
      Recorded rollouts to audit in place of models: a file, or a directory of them: JSONL, completions of TRL, dumps of \
      verl, logs of Inspect (.eval or .json).
      """)
  var rollouts: String?

  @Option(name: .long, help: "Of recorded rollouts: take so many steps of training together as one checkpoint.")
  var window: Int?

  @Option(
    name: .long,
    help: """
      Prompts, one a row: JSONL or CSV with 'prompt' and, if you like, 'id', 'category', 'system'. By default those of \
      the run that raised the model.
      """)
  var prompts: String?

  @Option(name: .long, help: "Use only so many of the prompts.")
  var limit: Int?

  @Option(name: .long, help: "A YAML file of cues, or 'standard' for the shipped ones.")
  var cues: String?

  @Option(name: .long, help: "Use only cue formats that are 'seen' or 'held_out' by RL. May be repeated.")
  var cueFormat: [String] = []

  @Option(
    name: .long,
    help:
      "Answers to draw for every prompt in every context; by default as many as the run's own final probe, else one.")
  var samples: Int?

  @Option(name: .long, help: "Where the randomness begins.")
  var seed: UInt64?

  @Option(name: .long, help: "The largest number of tokens in an answer, its reasoning included.")
  var maximumTokens: Int?

  @Option(name: .long, help: "0 takes the most probable token.")
  var temperature: Double?

  @Option(name: .long, help: "Keep the smallest set of tokens of this probability.")
  var topP: Double?

  @Option(name: .long, help: "The name of the audit's directory; by default made from what is asked.")
  var name: String?

  /// The settings that are given.
  var overrides: [String] {
    AuditOverride.text("rollouts", rollouts) + AuditOverride.value("window", window)
      + AuditOverride.text("prompts", prompts)
      + AuditOverride.value("limit", limit) + AuditOverride.text("cues", cues)
      + (cueFormat.isEmpty ? [] : [AuditOverride.list("cue_formats", cueFormat)])
      + AuditOverride.value("samples", samples) + AuditOverride.value("seed", seed)
      + AuditOverride.value("maximum_tokens", maximumTokens) + AuditOverride.value("temperature", temperature)
      + AuditOverride.value("top_p", topP) + AuditOverride.text("name", name)
  }
}
