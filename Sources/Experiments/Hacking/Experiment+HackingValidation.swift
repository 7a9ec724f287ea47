extension Experiment {
  /// Checks what the study of reward hacking needs, and that every arm is possible.
  func validate(
    _ hacking: HackingConfiguration, _ check: (_ path: String, _ isValid: Bool, _ expected: String) throws -> Void
  ) throws {
    try check("rl.clean_prompt_ratio", rl.training.cleanPromptRatio == 0, "0: code tasks carry no cues")
    try check("rl.benign_ratio", rl.training.benignRatio == 0, "0: it is for harmful requests")
    try check("rewards.pass", hacking.rewards.pass > 0, "above 0")
    try check("rewards.format", hacking.rewards.format >= 0, "0 or more")
    try check("hard_share", (0...1).contains(hacking.hardShare), "a share from 0 to 1")
    try check("onset.threshold", (0..<1).contains(hacking.onset.threshold), "a share from 0 to below 1")
    try check("onset.window", hacking.onset.window > 0, "at least 1")
    for arm in arms {
      guard let settings = arm.hacking else { continue }
      func checkArm(_ isValid: Bool, _ expected: String) throws {
        try check("arms", isValid, "\(expected) (arm \(arm.name))")
      }
      try checkArm(settings.preferenceWeight >= 0, "preference_weight of 0 or more")
      if let correlation = settings.correlation {
        try checkArm((0...1).contains(correlation), "correlation from 0 to 1")
        try checkArm(backend.kind == .local, "no correlation: with backend.kind tinker the base model is given")
      }
      if let step = settings.closesHacksFrom {
        try checkArm((1...max(1, rl.training.steps)).contains(step), "closes_hacks_from from 1 to rl.steps")
      }
      if let penalty = settings.penalty {
        try checkArm(penalty.from >= 1 && penalty.from <= max(1, rl.training.steps), "penalty.from from 1 to rl.steps")
        try checkArm(
          (0...1).contains(penalty.falseNegatives) && (0...1).contains(penalty.falsePositives),
          "penalty.false_negatives and penalty.false_positives from 0 to 1")
        // A monitor that errs may be too weak, and to see that is what it is there for; one that does not err is a slip.
        try checkArm(
          penalty.falseNegatives > 0 || penalty.expectedRewardOfHack(hacking.rewards) < hacking.rewards.format,
          "penalty.weight above rewards.pass: a hack must earn less than an answer that passes nothing")
      }
      if let rlhf = settings.rlhf {
        switch rlhf.when {
        case .before, .after: try checkArm(rlhf.steps > 0, "rlhf.steps of at least 1")
        case .during:
          try checkArm(rlhf.fraction > 0 && rlhf.fraction < 1, "rlhf.fraction above 0 and below 1")
        }
      }
      if settings.finetuning != nil {
        try checkArm(rl.training.steps > 0, "rl.steps above 0: finetuning learns from what RL sampled")
        try checkArm(hacking.finetuning.steps > 0, "finetuning.steps above 0")
        try checkArm(
          settings.rlhf?.when != .after, "finetuning or rlhf after RL: both begin where RL ends")
        try checkArm(
          backend.kind == .local, "no finetuning: a server keeps adapters, not the base model, between stages")
      }
    }
  }
}
