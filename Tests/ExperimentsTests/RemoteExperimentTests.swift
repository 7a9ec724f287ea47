import Experiments
import Foundation
import TestSupport
import Testing

/// Experiments whose models lie at a server.
@Suite struct RemoteExperimentTests {
  private static let remote = """
    name: far
    backend: { kind: tinker, dialect: skyrl, url: "http://127.0.0.1:9", base_model: org/model }
    arms:
      - { name: control, documents: control }
      - { name: full, documents: full }
    """

  private func complaint(_ overrides: [String]) -> String {
    do {
      _ = try Experiment(yaml: Self.remote, name: "far.yaml", overrides: overrides)
      return ""
    } catch {
      return String(describing: error)
    }
  }

  @Test func `a server is named in the file, and the resolved file names it again`() throws {
    let experiment = try Experiment(yaml: Self.remote, name: "far.yaml")
    #expect(experiment.backend.kind == .tinker)
    #expect(experiment.backend.dialect == .skyrl)
    #expect(experiment.backend.loraRank == nil)
    #expect(try Experiment(yaml: experiment.yaml(), name: "resolved") == experiment)
  }

  @Test(
    arguments: [
      ("backend.url=here", "'backend.url' in --set backend.url=here is 'here'; expected the server's address"),
      ("backend.base_model=null", "in --set backend.base_model=null is nothing; expected the directory"),
      ("backend.lora_rank=0", "'backend.lora_rank' in --set backend.lora_rank=0 is '0'; expected at least 1"),
      ("backend.dialect=slang", "expected one of tinker, skyrl"),
      ("rl.lora.rank=4", "expected nothing, or rank 8 (backend.lora_rank) and alpha 32"),
      ("backend.kind=local", "expected nothing: it is for backend.kind tinker"),
      ("backend.bass_model=x", "did you mean 'base_model'?"),
    ])
  func `a backend that makes no sense is refused by its key`(override: String, expected: String) {
    let complaint = complaint([override])
    #expect(complaint.contains(expected), "\(complaint)")
  }

  @Test func `a server has its base model, so every arm begins at once`() throws {
    let experiment = try Experiment(yaml: Self.remote, name: "far.yaml")
    let stages = try StageGraph(experiment, backend: "far/1", raisesBase: false).stages
    #expect(
      stages.map(\.id) == [
        "documents-control-1", "reinforcement-control-1", "documents-full-1", "reinforcement-full-1",
      ])
    #expect(stages.map(\.parent) == [nil, "documents-control-1", nil, "documents-full-1"])
    #expect(Set(stages.map(\.cacheKey)).count == 4)
    // Nothing of the base stage's settings enters.
    let other = try Experiment(yaml: Self.remote, name: "far.yaml", overrides: ["base.steps=7", "model.layers=2"])
    let same = try StageGraph(other, backend: "far/1", raisesBase: false).stages
    #expect(same.map(\.cacheKey) == stages.map(\.cacheKey))
  }

  @Test func `a plan counts every call and token as the most that it can be`() throws {
    let experiment = try Experiment(
      yaml: Self.remote, name: "far.yaml",
      overrides: [
        "documents.steps=10", "documents.batch_size=4", "documents.checkpoint_every=5", "rl.steps=6",
        "rl.prompts_per_step=3", "rl.group_size=2", "rl.maximum_tokens=50", "rl.checkpoint_every=3", "probes.every=4",
        "probes.requests=2", "probes.final_requests=8", "probes.maximum_tokens=40",
        "task={ text_tokens: 100, prompt_tokens: 20, prices: { train: 1000000, sample: 0, prefill: 0, verdict: 0 } }",
      ])
    let plan = try RunPlan(experiment, environment: [:])
    let documents = plan.stages[0]
    #expect(documents.trainedTokens == 10 * 4 * 100)
    #expect(documents.calls == 10 + 10 + 3)
    let rl = plan.stages[1]
    let rollouts = 6 * 3 * 2
    // Probes before step 1 and after step 4, with five cells each, and the last one.
    let answers = (2 * 2 + 8) * 5
    #expect(rl.trainedTokens == rollouts * (20 + 50))
    #expect(rl.drawnTokens == rollouts * 50 + answers * 40 + rollouts)
    #expect(rl.readTokens == 18 * 20 + rollouts * 70 + answers * 20)
    #expect(rl.verdicts == rollouts + answers)
    #expect(plan.cost == Double(2 * (documents.trainedTokens + rl.trainedTokens)))
    #expect(plan.unpriced == ["prefill", "sample", "verdict"])
    #expect(plan.text.contains("It leaves out what has no price (task.prices): prefill, sample, verdict."))
    #expect(plan.text.contains("together"))
    #expect(plan.lacks.contains("a file for 'task.prompts'"))
    #expect(plan.lacks.contains("the environment variable OPENAI_API_KEY, for task.reward_judge"))
  }

  @Test func `the recipe at the studies' scale is read, planned, and says what it lacks`() throws {
    let file = SourceTree.root.appending(path: "Experiments/generalization-hacking/qwen3-235b.yaml")
    let experiment = try Experiment(contentsOf: file)
    let plan = try RunPlan(experiment, environment: [:])
    #expect(plan.stages.count == 3 * 4 * 3)
    #expect(plan.lacks.contains("the environment variable TINKER_API_KEY, for the backend"))
    for setting in ["task.prompts", "task.held_out_prompts", "task.general", "task.warm_up", "backend.tokenizer"] {
      #expect(plan.lacks.contains { $0.hasPrefix("'\(setting)': there is no readable file") }, "\(plan.lacks)")
    }
    #expect(plan.cost == nil)
  }

  @Test(arguments: [("generalization-hacking", Int32(0)), ("Experiments/generalization-hacking/qwen3-235b.yaml", 1)])
  func `the exit status of a plan says whether anything is missing`(experiment: String, status: Int32) async throws {
    let file = SourceTree.root.appending(path: experiment)
    let name = FileManager.default.fileExists(atPath: file.path) ? file.path : experiment
    let outcome = try await TiterProcess.run(["run", name, "--dry-run"])
    #expect(outcome.status == status, "\(outcome.complaint)")
    #expect(outcome.output.contains(status == 0 ? "Nothing is missing." : "Missing:"))
  }

  @Test func `an experiment with tasks of its own is planned and not begun`() async throws {
    let experiment = try Experiment(yaml: Self.remote, name: "far.yaml", overrides: ["task={ text_tokens: 100 }"])
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-remote-\(UUID())")
    await #expect(throws: RunError.self) {
      _ = try await ExperimentRun.begin(experiment, in: Workspace(directory), at: Date())
    }
    #expect(!FileManager.default.fileExists(atPath: directory.path))
  }
}
