import Environments
import Microcosm

/// Hashes of what a coding world gives to the stages.
struct HackingDigest {
  /// Of the texts from which a base model is raised.
  let base: String
  /// Of the tasks, prompts and scenarios.
  let tasks: String

  init(_ world: CodingWorld) throws {
    base = try StageInputs.digest(of: world.tokenizerTexts() + WorldDigest.texts(world.pretrainingText))
    tasks = try StageInputs.digest(
      of: Tasks(
        tasks: world.tasks.map(Task.init), scenarios: world.scenarios, framings: HackingPrompts(world).cues.cues))
  }

  private struct Tasks: Encodable {
    var tasks: [Task]
    var scenarios: [Scenario]
    var framings: [Cue]
  }

  /// A task whose vulnerabilities stand in an order: that of a set differs from process to process.
  private struct Task: Encodable {
    var task: CodeTask
    var vulnerabilities: [Vulnerability]

    init(_ task: CodingTask) {
      vulnerabilities = Vulnerability.allCases.filter(task.code.vulnerabilities.contains)
      self.task = task.code
      self.task.vulnerabilities = []
    }
  }
}
