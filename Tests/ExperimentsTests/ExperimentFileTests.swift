import Experiments
import Foundation
import Testing

@Suite struct ExperimentFileTests {
  static let minimal = """
    name: tiny
    arms:
      - { name: control, documents: control }
      - name: full
        documents: full
    """

  /// What the reader says of a file; empty where it accepts it.
  private func complaint(_ yaml: String, overrides: [String] = []) -> String {
    do {
      _ = try Experiment(yaml: yaml, name: "tiny.yaml", overrides: overrides)
      return ""
    } catch {
      return String(describing: error)
    }
  }

  @Test func `a minimal file is completed with defaults`() throws {
    let experiment = try Experiment(yaml: Self.minimal, name: "tiny.yaml")
    #expect(experiment == Experiment(name: "tiny", arms: experiment.arms))
    #expect(experiment.arms.map(\.name) == ["control", "full"])
    #expect(experiment.rl.lora == nil)
  }

  @Test func `the resolved file reads back as the same experiment`() throws {
    let overrides = [
      "rl.lora.rank=4", "seeds=[3, 9223372036854775807]", "rl.learning_rate.peak=1e-4", "description='7'",
    ]
    let experiment = try Experiment(yaml: Self.minimal, name: "tiny.yaml", overrides: overrides)
    #expect(experiment.seeds == [3, 9_223_372_036_854_775_807])
    #expect(experiment.rl.lora?.rank == 4)
    #expect(try Experiment(yaml: experiment.yaml(), name: "resolved") == experiment)
    #expect(try experiment.yaml().hasPrefix("name: tiny\n"))
  }

  @Test(
    arguments: [
      (
        "rl:\n  lerning_rate: { peak: 1 }\n",
        "unknown key 'lerning_rate' in 'rl' at line 7 of tiny.yaml; did you mean 'learning_rate'?"
      ),
      (
        "rl:\n  learning_rate:\n    peek: 1\n",
        "unknown key 'peek' in 'rl.learning_rate' at line 8 of tiny.yaml; did you mean 'peak'?"
      ),
      ("sedes: [1]\n", "unknown key 'sedes' at line 6 of tiny.yaml; did you mean 'seeds'?"),
      ("rl:\n  steps: many\n", "'rl.steps' at line 7 of tiny.yaml is 'many'; expected a whole number"),
      ("rl:\n  steps: '7'\n", "'rl.steps' at line 7 of tiny.yaml is '7'; expected a whole number"),
      ("rl:\n  steps: 7.5\n", "'rl.steps' at line 7 of tiny.yaml is '7.5'; expected a whole number"),
      ("rl:\n  top_p: high\n", "'rl.top_p' at line 7 of tiny.yaml is 'high'; expected a number"),
      (
        "rl:\n  skips_groups_without_signal: yes\n",
        "'rl.skips_groups_without_signal' at line 7 of tiny.yaml is 'yes'; expected true or false"
      ),
      (
        "rl:\n  advantages: centered\n",
        "'rl.advantages' at line 7 of tiny.yaml is 'centered'; expected one of standardized, centred"
      ),
      ("rl: 7\n", "'rl' at line 6 of tiny.yaml is '7'; expected a group of settings"),
      ("seeds: 7\n", "'seeds' at line 6 of tiny.yaml is '7'; expected a list"),
      ("seeds: [1, -1]\n", "'seeds[1]' at line 6 of tiny.yaml is '-1'; expected a whole number, not below 0"),
      ("seeds: [1, 1]\n", "'seeds' at line 6 of tiny.yaml is a list; expected at least one seed, none of them twice"),
      (
        "rl:\n  group_size: 1\n",
        "'rl.group_size' at line 7 of tiny.yaml is '1'; expected at least 2: an advantage is a difference within a group"
      ),
      ("rl:\n  lora: { rnak: 3 }\n", "unknown key 'rnak' in 'rl.lora' at line 7 of tiny.yaml; did you mean 'rank'?"),
      ("world:\n  agentz: 3\n", "unknown key 'agentz' in 'world' at line 7 of tiny.yaml; did you mean 'agents'?"),
      ("quick:\n  rl: { stepz: 3 }\n", "unknown key 'stepz' in 'rl' at line 7 of tiny.yaml; did you mean 'steps'?"),
      ("name: again\n", "the key 'name' stands twice in the group that begins at line 1 of tiny.yaml"),
      ("rl: [\n", "this is no YAML at line 7 of tiny.yaml: did not find expected node content"),
    ])
  func `a mistake is named with its line and its remedy`(addition: String, expected: String) {
    #expect(complaint(Self.minimal + "\n" + addition) == expected)
  }

  @Test func `a missing key is named`() {
    #expect(complaint("arms: [{ name: a, documents: full }]") == "the key 'name' is missing; every experiment has one")
    #expect(complaint("name: a") == "the list 'arms' is missing; every experiment has one")
    #expect(
      complaint("name: a\narms: [{ name: b }]") == "the key 'arms[0].documents' is missing; every experiment has one")
    #expect(
      complaint("nmae: a\narms: [{ name: a, documents: full }]")
        == "unknown key 'nmae' at line 1 of tiny.yaml; did you mean 'name'?")
  }

  @Test func `an override is as strict as the file`() throws {
    #expect(
      complaint(Self.minimal, overrides: ["rl.setps=3"])
        == "unknown key 'setps' in 'rl' in --set rl.setps=3; did you mean 'steps'?")
    #expect(
      complaint(Self.minimal, overrides: ["rl.steps=x"])
        == "'rl.steps' in --set rl.steps=x is 'x'; expected a whole number")
    #expect(
      complaint(Self.minimal, overrides: ["rl.steps"])
        == "--set rl.steps: expected a dotted key and a value, as in --set rl.steps=200")
    #expect(
      complaint(Self.minimal, overrides: ["rl.learning_rate=3e-5"])
        == "'rl.learning_rate' in --set rl.learning_rate=3e-5 is '3e-5'; expected a group of settings")
  }

  @Test func `quick settings apply on demand and overrides win over them`() throws {
    let yaml = Self.minimal + "\nrl: { steps: 700, group_size: 4 }\nquick:\n  rl: { steps: 7 }\n"
    #expect(try Experiment(yaml: yaml, name: "tiny.yaml").rl.training.steps == 700)
    let quick = try Experiment(yaml: yaml, name: "tiny.yaml", isQuick: true)
    #expect(quick.rl.training.steps == 7)
    #expect(quick.rl.training.groupSize == 4)
    let overridden = try Experiment(yaml: yaml, name: "tiny.yaml", overrides: ["rl.steps=9"], isQuick: true)
    #expect(overridden.rl.training.steps == 9)
  }

  @Test(arguments: BuiltInExperiments.names)
  func `every built-in experiment reads`(name: String) throws {
    let experiment = try Experiment(named: name)
    #expect(experiment.name == name)
    _ = try Experiment(named: name, isQuick: true)
  }

  @Test func `an unknown experiment is named with the nearest known one`() {
    let error = #expect(throws: SettingsError.self) { try Experiment(named: "generalisation-hacking") }
    #expect(
      error?.message
        == "there is neither an experiment nor a file named 'generalisation-hacking'; did you mean 'generalization-hacking'?"
    )
  }
}
