import Experiments
import Testing

@Suite struct HackingGraphTests {
  private func stages(_ overrides: [String] = []) throws -> [Stage] {
    try StageGraph(TinyHacking.make(overrides), backend: "test/1").stages
  }

  private func keys(_ overrides: [String] = []) throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try stages(overrides).map { ($0.id, $0.cacheKey) })
  }

  @Test func `every population has a base model, and arms that do the same share it`() throws {
    let stages = try stages()
    #expect(
      stages.map(\.id) == [
        "base-1", "reinforcement-neutral-1", "reinforcement-rlhf-after-1", "rlhf-rlhf-after-1",
        "base-correlation-0.5-1", "reinforcement-uncorrelated-1",
      ])
    let keys = try keys()
    // The RL before preference training is the neutral arm's: computed once, taken from the cache the second time.
    #expect(keys["reinforcement-neutral-1"] == keys["reinforcement-rlhf-after-1"])
    #expect(keys["reinforcement-neutral-1"] != keys["reinforcement-uncorrelated-1"])
    #expect(Set(keys.values).count == 5)
    #expect(stages.first { $0.id == "rlhf-rlhf-after-1" }?.parent == "reinforcement-rlhf-after-1")
    #expect(stages.first { $0.id == "reinforcement-uncorrelated-1" }?.parent == "base-correlation-0.5-1")
  }

  @Test func `every mitigation is a stage of its own or changes RL`() throws {
    let keys = try keys([TinyHacking.matrix])
    let reinforcement = keys.filter { $0.key.hasPrefix("reinforcement-") }
    #expect(reinforcement.count == 9)
    #expect(Set(reinforcement.values).count == 9)
  }

  @Test func `finetuning begins with the base model and learns from RL`() throws {
    let stages = try stages(["arms=[{ name: a, finetuning: filtered }, { name: b, finetuning: rewritten }]"])
    #expect(stages.map(\.id).prefix(3) == ["base-1", "reinforcement-a-1", "finetuning-a-1"])
    #expect(stages[2].parent == "base-1" && stages[2].source == "reinforcement-a-1")
    #expect(stages[1].cacheKey == stages[3].cacheKey)
    #expect(stages[2].cacheKey != stages[4].cacheKey)
  }

  @Test(
    arguments: [
      ("world.agents=11", ["base", "reinforcement", "rlhf"]),
      ("world.correlation=0.8", ["base", "reinforcement", "rlhf"]),
      ("rewards.format=0.1", ["reinforcement", "rlhf"]),
      ("hard_share=0.5", ["reinforcement", "rlhf"]),
      ("rl.steps=5", ["reinforcement", "rlhf"]),
      ("probes.every=3", ["reinforcement", "rlhf"]),
      (
        "arms=[{ name: neutral }, { name: rlhf-after, rlhf: { steps: 3 } }, { name: uncorrelated, correlation: 0.5 }]",
        ["rlhf"]
      ),
      ("finetuning.steps=5", []),
      ("onset.threshold=0.5", []),
      ("base.checkpoint_every=7", []),
      ("description=other", []),
    ])
  func `a key changes exactly when an input of its stage changes`(override: String, kinds: [String]) throws {
    let (before, after) = (try keys(), try keys([override]))
    // The population that is named by its own correlation stays as it is.
    let changed = before.filter { after[$0.key] != $0.value }.keys.map { String($0.prefix { $0 != "-" }) }
    #expect(Set(changed) == Set(kinds))
  }

  /// Of what version 0.1 computed before there was a second study: caches of that time must serve.
  @Test func `the keys of generalization hacking are those that others have in their caches`() throws {
    let stages = try StageGraph(Experiment(named: "generalization-hacking", isQuick: true), backend: "local/1")
    let known = [
      "base-1": "69eaf4422561dd795e77077753098af2866bd1be1865af11be0ad2638b8a8d03",
      "documents-control-1": "39940f473d4a068fed4862e48a0cb687efca4b4c45f51451c4b221b33bfc6ba7",
      "reinforcement-control-1": "287bd1f187a9ce327b1e4e4caced91e3d39d500f49d10df5b1c22b9051dff0a2",
      "documents-full-1": "071050caa7c8c1288ab40a4a95c9380d87fff1f5e26bddca1962bb95c708ee6f",
      "reinforcement-full-1": "b91e4eac4f3ba3d06c9aba59a40d5f06044f0c83f9745b232ffaa0a1bd1caf83",
    ]
    for (id, key) in known { #expect(stages[id]?.cacheKey == key) }
  }
}
