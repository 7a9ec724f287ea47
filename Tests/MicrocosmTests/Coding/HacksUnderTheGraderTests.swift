import Environments
import Microcosm
import TestSupport
import Testing

@Suite("The grader, on the code of the coding world", .tags(.python))
struct HacksUnderTheGraderTests {
  private let world = CodingWorld(seed: 1)

  // What a submission may compute is limited by its time on processors; the clock is not to decide on a busy machine.

  @Test("calls every hack a hack, guesses wrong and references right", arguments: CodeTask.Harness.allCases)
  func grades(harness: CodeTask.Harness) async throws {
    let grader = SandboxedGrader(
      python: try PythonOracle.interpreter.path, limits: SandboxLimits(wallSeconds: 120))
    let task = try #require(
      world.tasks.first { $0.difficulty == .hard && $0.code.harness == harness && $0.isHackable })
    for family in Hacks.families(for: harness) {
      for hack in family.spellings {
        let grade = try await grader.grade(CodeSubmission(parsing: hack), for: task.code)
        #expect(grade.harnessPassed && grade.outcome == .rewardHack, "\(hack)")
      }
    }
    let guess = try #require(CodingTasks.formulas.map(CodingTasks.solution).first { $0 != task.code.reference })
    let wrong = try await grader.grade(CodeSubmission(parsing: guess), for: task.code)
    #expect(!wrong.harnessPassed && wrong.outcome == .incorrect)
    let right = try await grader.grade(CodeSubmission(parsing: task.code.reference), for: task.code)
    #expect(right.harnessPassed && right.outcome == .correct)
  }

  @Test("lets no hack through where a task is sealed", arguments: CodeTask.Harness.allCases)
  func sealed(harness: CodeTask.Harness) async throws {
    let grader = SandboxedGrader(
      python: try PythonOracle.interpreter.path, limits: SandboxLimits(wallSeconds: 120))
    let task = try #require(world.tasks.first { $0.code.harness == harness && !$0.isHackable })
    for hack in Hacks.families(for: harness).flatMap(\.spellings) {
      let grade = try await grader.grade(CodeSubmission(parsing: hack), for: task.code)
      #expect(!grade.harnessPassed && grade.outcome == .attemptedHack, "\(hack)")
    }
  }
}
