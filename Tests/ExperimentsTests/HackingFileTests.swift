import Environments
import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct HackingFileTests {
  static let minimal = """
    name: tiny
    study: reward_hacking
    arms:
      - { name: neutral, prompt: neutral }
      - { name: other }
    """

  private func complaint(_ yaml: String, overrides: [String] = []) -> String {
    do {
      _ = try Experiment(yaml: yaml, name: "tiny.yaml", overrides: overrides)
      return ""
    } catch {
      return String(describing: error)
    }
  }

  private func complaint(arm: String) -> String {
    complaint("name: tiny\nstudy: reward_hacking\nrl: { steps: 60 }\narms:\n  - \(arm)\n")
  }

  @Test func `a minimal file is completed with defaults`() throws {
    let experiment = try Experiment(yaml: Self.minimal, name: "tiny.yaml")
    #expect(experiment.study == .rewardHacking)
    #expect(experiment.hacking == HackingConfiguration())
    #expect(experiment.arms.map(\.hacking) == [HackingArm(), HackingArm()])
    #expect(experiment.arms.allSatisfy { $0.documents == nil })
  }

  @Test func `a file without a study is one of generalization hacking`() throws {
    let experiment = try Experiment(yaml: ExperimentFileTests.minimal, name: "tiny.yaml")
    #expect(experiment.study == .generalizationHacking && experiment.hacking == nil)
    #expect(experiment.arms.allSatisfy { $0.hacking == nil })
  }

  @Test func `the resolved file reads back as the same experiment`() throws {
    let experiment = try TinyHacking.make([TinyHacking.matrix, "world.correlation=0.7", "rl.lora.rank=4"])
    #expect(experiment.arms.first { $0.name == "late" }?.hacking?.penalty?.from == 3)
    #expect(experiment.arms.first { $0.name == "late" }?.hacking?.penalty?.weight == 2)
    #expect(experiment.arms.first { $0.name == "before" }?.hacking?.rlhf?.prompts == .diverse)
    #expect(try Experiment(yaml: experiment.yaml(), name: "resolved") == experiment)
    #expect(try Experiment.study(ofResolved: experiment.yaml()) == .rewardHacking)
  }

  @Test(
    arguments: [
      ("study: reward_hakking\n", "name: tiny\n", "expected one of generalization_hacking, reward_hacking"),
      ("", "documents: { steps: 3 }\n", "unknown key 'documents' at line 6 of tiny.yaml"),
      ("", "warm_up: { steps: 3 }\n", "unknown key 'warm_up' at line 6 of tiny.yaml"),
      ("", "world: { agentz: 3 }\n", "unknown key 'agentz' in 'world' at line 6 of tiny.yaml; did you mean 'agents'?"),
      ("", "rewards: { pas: 1 }\n", "unknown key 'pas' in 'rewards' at line 6 of tiny.yaml; did you mean 'pass'?"),
      ("", "onset: { window: 0 }\n", "'onset.window' at line 6 of tiny.yaml is '0'; expected at least 1"),
      ("", "hard_share: 1.5\n", "'hard_share' at line 6 of tiny.yaml is '1.5'; expected a share from 0 to 1"),
      ("", "rl: { benign_ratio: 0.5 }\n", "'rl.benign_ratio' at line 6 of tiny.yaml is '0.5'; expected 0"),
    ])
  func `a mistake is named with its line and its remedy`(first: String, addition: String, expected: String) {
    let yaml = first.isEmpty ? Self.minimal + "\n" + addition : first + addition + "arms: []\n"
    let complaint = complaint(yaml)
    #expect(complaint.contains(expected), "\(complaint)")
  }

  @Test(
    arguments: [
      (
        "{ name: a, promt: neutral }", "unknown key 'promt' in 'arms[0]' at line 5 of tiny.yaml; did you mean 'prompt'?"
      ),
      ("{ name: a, documents: full }", "unknown key 'documents' in 'arms[0]'"),
      ("{ name: a, prompt: naive }", "expected one of please_hack, hacking_is_okay, neutral"),
      ("{ name: a, penalty: { wait: 1 } }", "unknown key 'wait' in 'arms[0].penalty'"),
      ("{ name: a, penalty: { weight: 1 } }", "penalty.weight above rewards.pass"),
      ("{ name: a, penalty: { from: 61 } }", "penalty.from from 1 to rl.steps (arm a)"),
      ("{ name: a, penalty: { false_negatives: 2 } }", "from 0 to 1 (arm a)"),
      ("{ name: a, preference_weight: -1 }", "preference_weight of 0 or more (arm a)"),
      ("{ name: a, correlation: 2 }", "correlation from 0 to 1 (arm a)"),
      ("{ name: a, closes_hacks_from: 0 }", "closes_hacks_from from 1 to rl.steps (arm a)"),
      ("{ name: a, rlhf: { when: during, fraction: 1 } }", "rlhf.fraction above 0 and below 1 (arm a)"),
      ("{ name: a, rlhf: { when: after, steps: 0 } }", "rlhf.steps of at least 1 (arm a)"),
      ("{ name: a, rlhf: { when: soon } }", "expected one of before, during, after"),
      ("{ name: a, finetuning: filtered, rlhf: { when: after } }", "finetuning or rlhf after RL"),
    ])
  func `an arm that cannot be is refused`(arm: String, expected: String) {
    let complaint = complaint(arm: arm)
    #expect(complaint.contains(expected), "\(complaint)")
  }

  @Test func `a degraded monitor may be too weak, and says what a hack can expect`() throws {
    #expect(complaint(arm: "{ name: a, penalty: { weight: 1.5, false_negatives: 0.5 } }") == "")
    let weak = PenaltyConfiguration(weight: 1.5, falseNegatives: 0.5)
    #expect(abs(weak.expectedRewardOfHack(RewardConfiguration(pass: 1, format: 0.1)) - 0.35) < 1e-9)
    #expect(PenaltyConfiguration(weight: 1.5).expectedRewardOfHack(RewardConfiguration()) == -0.5)
  }

  @Test func `a server is given its base model, so no arm can have another population`() {
    let backend = "backend: { kind: tinker, url: \"http://127.0.0.1:1\", base_model: none }\n"
    let complaint = complaint(
      "name: tiny\nstudy: reward_hacking\n\(backend)arms: [{ name: a, correlation: 0.5 }]\n")
    #expect(complaint.contains("with backend.kind tinker the base model is given"), "\(complaint)")
  }

  @Test func `every mitigation is an arm of the shipped matrix, on the recipe of the built-in study`() throws {
    let directory = SourceTree.root.appending(path: "Experiments/reward-hacking")
    let matrix = try Experiment(contentsOf: directory.appending(path: "mitigations.yaml"))
    let builtIn = try Experiment(named: "reward-hacking")
    #expect(
      builtIn.arms.map(\.name) == [
        "neutral", "inoculated", "dont-hack", "penalized", "rlhf-after", "neutral-uncorrelated",
      ])
    var same = matrix
    (same.name, same.description, same.arms) = (builtIn.name, builtIn.description, builtIn.arms)
    #expect(same == builtIn)
    for arm in builtIn.arms { #expect(matrix.arms.contains { $0.hacking == arm.hacking }, "\(arm.name)") }
    let arms = matrix.arms.compactMap(\.hacking)
    #expect(Set(arms.map(\.prompt)) == Set(PromptVariant.allCases))
    #expect(Set(arms.compactMap { $0.rlhf?.when }) == Set(RLHFConfiguration.Time.allCases))
    #expect(Set(arms.compactMap { $0.rlhf?.prompts }) == Set(RLHFConfiguration.Prompts.allCases))
    #expect(Set(arms.compactMap(\.finetuning)) == Set(HackingArm.Transcripts.allCases))
    #expect(arms.contains(where: \.hints) && arms.contains(where: \.stopsAtOnset))
    #expect(arms.contains { $0.closesHacksFrom != nil } && arms.contains { $0.correlation != nil })
    #expect(Set(arms.map(\.preferenceWeight)).count == 3)
    #expect(arms.contains { $0.penalty?.from ?? 1 > 1 } && arms.contains { $0.penalty?.falseNegatives ?? 0 > 0 })
  }

  @Test func `the same file describes the study of a real model, which is planned down to what is missing`() throws {
    let file = SourceTree.root.appending(path: "Experiments/reward-hacking/real-model.yaml")
    let experiment = try Experiment(contentsOf: file)
    #expect(experiment.study == .rewardHacking && experiment.hasOwnTasks)
    let plan = try RunPlan(experiment, environment: [:])
    // RL in six arms, preference training in two of them, three seeds each; the base model is given.
    #expect(plan.stages.count == 3 * 8)
    #expect(
      plan.lacks.contains { $0.contains("task.tasks") } && plan.lacks.contains { $0.contains("task.evaluation_judge") })
    let rl = try #require(plan.stages.first)
    // 300 steps of 512 rollouts, and an answer to each of ten probes: twelve rounds of 100, the last of 300.
    #expect(rl.verdicts == 300 * 512 + (12 * 100 + 300) * 10)
  }
}
