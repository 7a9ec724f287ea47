extension Experiment {
  /// Checks what types cannot say.
  ///
  /// - Throws: `SettingsError` for the first setting that makes no sense, with the line where it was written.
  func validate(writtenIn tree: SettingsNode) throws {
    func check(_ path: String, _ isValid: Bool, _ expected: String) throws {
      guard !isValid else { return }
      let node = path.split(separator: ".").reduce(Optional(tree)) { $0?[String($1)] }
      let place = node.map { " \($0.origin) is \($0.kind);" } ?? ""
      throw SettingsError(.invalid, "'\(path)'\(place) expected \(expected)")
    }
    func check(_ name: String, _ stage: SupervisedConfiguration) throws {
      try check("\(name).steps", stage.steps >= 0, "a number of steps, 0 or more")
      try check("\(name).batch_size", stage.batchSize > 0, "at least 1")
      try check("\(name).checkpoint_every", stage.checkpointEvery > 0, "at least 1")
      try check("\(name).learning_rate.peak", stage.learningRate.peak >= 0, "0 or more")
    }
    let nameCharacters = { (name: String) in
      !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }
    try check("name", nameCharacters(name), "a name of letters, digits, '-', '_' and '.'")
    try check("seeds", !seeds.isEmpty && Set(seeds).count == seeds.count, "at least one seed, none of them twice")
    try check("seeds", seeds.allSatisfy { $0 <= UInt64(Int64.max) }, "seeds below 2^63")
    try check("arms", !arms.isEmpty && Set(arms.map(\.name)).count == arms.count, "at least one arm, no name twice")
    try check("arms", arms.allSatisfy { nameCharacters($0.name) }, "names of letters, digits, '-', '_' and '.'")
    try validateBackend(check)
    try check("tokenizer.vocabulary_size", tokenizer.vocabularySize >= 300, "at least 300")
    try check("model.layers", model.layers > 0, "at least 1")
    try check("model.width", model.width > 0, "at least 1")
    try check("model.heads", model.heads > 0, "at least 1")
    try check("model.feed_forward_width", model.feedForwardWidth > 0, "at least 1")
    try check("model.head_width", model.headWidth > 0 && model.headWidth % 2 == 0, "an even number")
    try check(
      "model.key_value_heads", model.keyValueHeads > 0 && model.heads % model.keyValueHeads == 0,
      "a divisor of model.heads")
    try check("base", base)
    if let hacking {
      try check("finetuning", hacking.finetuning)
    } else {
      try check("documents", documents)
      try check("warm_up", warmUp)
    }
    try check("rl.steps", rl.training.steps >= 0, "a number of steps, 0 or more")
    try check("rl.prompts_per_step", rl.training.promptsPerStep > 0, "at least 1")
    try check("rl.group_size", rl.training.groupSize > 1, "at least 2: an advantage is a difference within a group")
    try check("rl.maximum_tokens", rl.training.maximumTokens > 0, "at least 1")
    try check("rl.temperature", rl.training.temperature > 0, "above 0: RL has to explore")
    try check("rl.top_p", (0.0...1.0).contains(rl.training.topP) && rl.training.topP > 0, "above 0, at most 1")
    try check("rl.top_k", rl.training.topK >= 0, "0 or more")
    try check("rl.learning_rate.peak", rl.training.learningRate.peak >= 0, "0 or more")
    try check("rl.beta1", (0..<1).contains(rl.training.beta1), "a number from 0 to below 1")
    try check("rl.beta2", (0..<1).contains(rl.training.beta2), "a number from 0 to below 1")
    try check("rl.kl_coefficient", rl.training.klCoefficient >= 0, "0 or more")
    try check(
      "rl.clip_low", rl.training.clipLow >= 0 && rl.training.clipLow <= rl.training.clipHigh,
      "a ratio from 0 to rl.clip_high")
    try check("rl.clean_prompt_ratio", (0...1).contains(rl.training.cleanPromptRatio), "a share from 0 to 1")
    try check("rl.benign_ratio", (0...1).contains(rl.training.benignRatio), "a share from 0 to 1")
    try check("rl.checkpoint_every", rl.checkpointEvery > 0, "at least 1")
    try check("rl.lora.rank", rl.lora.map { $0.rank > 0 } ?? true, "at least 1")
    try check("probes.every", probes.every > 0, "at least 1")
    try check("probes.requests", probes.requests > 0, "at least 1")
    try check("probes.maximum_tokens", probes.maximumTokens > 0, "at least 1")
    try check("probes.temperature", probes.temperature >= 0, "0 or more")
    try check("probes.final_requests", probes.finalRequests > 0, "at least 1")
    if let hacking { try validate(hacking, check) }
  }
}
