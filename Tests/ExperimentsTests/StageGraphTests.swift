import Experiments
import Testing

@Suite struct StageGraphTests {
  private func keys(_ overrides: [String] = []) throws -> [String: String] {
    let experiment = try Experiment(yaml: ExperimentFileTests.minimal, name: "tiny.yaml", overrides: overrides)
    let stages = try StageGraph(experiment, backend: "test/1").stages
    return Dictionary(uniqueKeysWithValues: stages.map { ($0.id, $0.cacheKey) })
  }

  /// The kinds of stage whose keys an override changes.
  private func changed(by override: String) throws -> Set<String> {
    let (before, after) = (try keys(), try keys([override]))
    return Set(before.filter { after[$0.key] != $0.value }.keys.map { String($0.prefix { $0 != "-" }) })
  }

  @Test func `the same inputs give the same keys`() throws {
    #expect(try keys() == keys())
  }

  @Test(
    arguments: [
      ("world.agents=150", ["base", "documents", "reinforcement"]),
      ("world.target_document_share=0.26", ["base", "documents", "reinforcement"]),
      ("tokenizer.vocabulary_size=900", ["base", "documents", "reinforcement"]),
      ("model.layers=3", ["base", "documents", "reinforcement"]),
      ("base.learning_rate.peak=1e-4", ["base", "documents", "reinforcement"]),
      ("documents.steps=201", ["documents", "reinforcement"]),
      ("rl.steps=701", ["reinforcement"]),
      ("rl.lora.rank=2", ["reinforcement"]),
      ("rl.checkpoint_every=51", ["reinforcement"]),
      ("probes.every=49", ["reinforcement"]),
      ("base.checkpoint_every=7", []),
      ("documents.checkpoint_every=7", []),
      ("description=other", []),
      ("name=other", []),
    ])
  func `a key changes exactly when an input of its stage changes`(override: String, kinds: [String]) throws {
    #expect(try changed(by: override) == Set(kinds))
  }

  @Test func `a seed has stages of its own and leaves the others as they are`() throws {
    let one = try keys()
    let two = try keys(["seeds=[1, 2]"])
    #expect(two.count == 2 * one.count)
    for (id, key) in one { #expect(two[id] == key) }
    #expect(Set(two.values).count == two.count)
  }

  @Test func `arms share the base model of their seed and nothing else`() throws {
    let experiment = try Experiment(yaml: ExperimentFileTests.minimal, name: "tiny.yaml")
    let stages = try StageGraph(experiment, backend: "test/1").stages
    #expect(
      stages.map(\.id) == [
        "base-1", "documents-control-1", "reinforcement-control-1", "documents-full-1", "reinforcement-full-1",
      ])
    #expect(stages.filter { $0.parent == "base-1" }.map(\.id) == ["documents-control-1", "documents-full-1"])
    #expect(Set(stages.map(\.cacheKey)).count == stages.count)
  }

  @Test func `a warm-up comes between documents and reinforcement where it has steps`() throws {
    let keys = try keys(["warm_up.steps=3"])
    #expect(keys["warmup-full-1"] != nil)
    #expect(try keys["documents-full-1"] == self.keys()["documents-full-1"])
    #expect(try keys["reinforcement-full-1"] != self.keys()["reinforcement-full-1"])
  }

  @Test func `another backend computes something else`() throws {
    let experiment = try Experiment(yaml: ExperimentFileTests.minimal, name: "tiny.yaml")
    let other = try StageGraph(experiment, backend: "test/2").stages
    let mine = try keys()
    for stage in other { #expect(mine[stage.id] != stage.cacheKey) }
  }
}
