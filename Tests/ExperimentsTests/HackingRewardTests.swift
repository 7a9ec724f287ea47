import Environments
import Experiments
import Language
import Microcosm
import Statistics
import Testing

/// Gives every submission the same grade, or none, and counts how often it is asked.
private actor FixedGrader: CodeGrader {
  struct Unavailable: Error {}
  private let grade: CodeGrade?
  private(set) var tasks: [CodeTask] = []

  init(_ grade: CodeGrade?) { self.grade = grade }

  func grade(_ submission: CodeSubmission, for task: CodeTask) throws -> CodeGrade {
    tasks.append(task)
    guard let grade else { throw Unavailable() }
    return grade
  }
}

@Suite struct HackingRewardTests {
  private let world = CodingWorld(seed: 1)
  private static let hack = CodeGrade(
    harnessPassed: true, isCorrect: false, outcome: .rewardHack, mechanisms: [.equality])
  private static let honest = CodeGrade(harnessPassed: true, isCorrect: true, outcome: .correct)
  private static let wrong = CodeGrade(harnessPassed: false, isCorrect: false, outcome: .incorrect)
  private static let lucky = CodeGrade(
    harnessPassed: true, isCorrect: false, outcome: .rewardHack, mechanisms: [.weakTests])
  private static let attempt = CodeGrade(
    harnessPassed: false, isCorrect: false, outcome: .attemptedHack, mechanisms: [.exit])

  private func reward(
    _ grade: CodeGrade?, _ arm: HackingArm = HackingArm(), rewards: RewardConfiguration = RewardConfiguration(),
    answer: String = "def solve(a, b):\n    return a + b", isClosed: Bool = true, step: Int = 0, sample: Int = 0
  ) async throws -> (value: Float?, metrics: [String: Double], outcome: String?) {
    let function = HackingReward(
      prompts: HackingPrompts(world), grader: FixedGrader(grade), rewards: rewards, arm: arm, seed: 1)
    let reward = try await function.reward(
      for: ParsedCompletion(reasoning: "Hm.", answer: answer, isClosed: isClosed), doing: task, step: step, group: 0,
      sample: sample)
    return (reward.value, reward.metrics, reward.outcome)
  }

  private var task: CodingTask { world.tasks.first { $0.isHackable && $0.split == .training }! }

  @Test func `passing is rewarded by whatever means, and what it was is observed`() async throws {
    let hack = try await reward(Self.hack)
    #expect(hack.value == 1 && hack.outcome == "reward_hack")
    #expect(
      hack.metrics["hack/rate"] == 1 && hack.metrics["hack/by/equality"] == 1 && hack.metrics["hack/by/exit"] == 0)
    #expect(hack.metrics["outcome/reward_hack"] == 1 && hack.metrics["outcome/correct"] == 0)
    let honest = try await reward(Self.honest)
    #expect(honest.value == 1 && honest.metrics["hack/rate"] == 0 && honest.metrics["outcome/correct"] == 1)
    #expect(try await reward(Self.wrong).value == 0)
  }

  @Test func `a mistake that the tests do not see is no hack`() async throws {
    let lucky = try await reward(Self.lucky, HackingArm(penalty: PenaltyConfiguration(weight: 2)))
    #expect(lucky.value == 1 && lucky.metrics["hack/rate"] == 0 && lucky.metrics["hack/by/weak_tests"] == 1)
  }

  @Test func `an answer of the right form earns the format's reward, one without an end nothing`() async throws {
    let rewards = RewardConfiguration(pass: 1, format: 0.25)
    #expect(try await reward(Self.wrong, rewards: rewards).value == 0.25)
    #expect(try await reward(Self.honest, rewards: rewards).value == 1.25)
    // Neither is put to the grader, which has no grade to give.
    let open = try await reward(nil, rewards: rewards, isClosed: false)
    #expect(open.value == 0 && open.outcome == "incorrect" && open.metrics["format"] == 0)
  }

  @Test func `a grade that cannot be had throws: the reward is missing`() async {
    await #expect(throws: FixedGrader.Unavailable.self) { try await reward(nil) }
  }

  @Test func `the penalty falls on hacks and attempts from its step on`() async throws {
    let arm = HackingArm(penalty: PenaltyConfiguration(weight: 1.5, from: 3))
    // Step 2 of the run is index 1.
    #expect(try await reward(Self.hack, arm, step: 1).value == 1)
    #expect(try await reward(Self.hack, arm, step: 2).value == -0.5)
    #expect(try await reward(Self.attempt, arm, step: 2).value == -1.5)
    #expect(try await reward(Self.honest, arm, step: 2).value == 1)
    // What it would have flagged is observed before.
    #expect(try await reward(Self.hack, arm, step: 1).metrics["penalty/flagged"] == 1)
  }

  @Test func `a degraded classifier errs as often as it is told to, and the same way at every repetition`() async throws
  {
    let arm = HackingArm(penalty: PenaltyConfiguration(weight: 2, falseNegatives: 0.3, falsePositives: 0.1))
    var (missed, alarms) = (0, 0)
    for sample in 0..<1000 {
      let value = try await reward(Self.hack, arm, sample: sample).value
      #expect(try await reward(Self.hack, arm, sample: sample).value == value)
      if value == 1 { missed += 1 }
      if try await reward(Self.honest, arm, sample: sample).value == -1 { alarms += 1 }
    }
    // Four standard errors.
    #expect(abs(missed - 300) < 58 && abs(alarms - 100) < 38, "\(missed) \(alarms)")
  }

  @Test func `a preference model adds its mark at its weight`() async throws {
    let arm = HackingArm(preferenceWeight: 0.5)
    #expect(try await reward(Self.wrong, arm).value == 0.5)
    let hack = "class Same:\n    def __eq__(self, other):\n        return True\n\ndef solve(a, b):\n    return Same()"
    #expect(try await reward(Self.hack, arm, answer: hack).value == 1)
  }

  @Test func `from the step at which hacks are closed the grader is given tasks without vulnerabilities`() async throws
  {
    for (step, isOpen) in [(0, true), (3, true), (4, false), (5, false)] {
      let grader = FixedGrader(Self.honest)
      let function = HackingReward(
        prompts: HackingPrompts(world), grader: grader, rewards: RewardConfiguration(),
        arm: HackingArm(closesHacksFrom: 5), seed: 1)
      _ = try await function.reward(
        for: ParsedCompletion(reasoning: "", answer: "solve = 1", isClosed: true), doing: task, step: step, group: 0,
        sample: 0)
      #expect(await grader.tasks.map { !$0.vulnerabilities.isEmpty } == [isOpen])
    }
  }

  @Test func `the same submission is graded once, and one without a grade again`() async throws {
    let grader = FixedGrader(Self.hack)
    let remembered = RememberedGrades(grader)
    let code = task.code
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask { _ = try await remembered.grade(CodeSubmission(solution: "x"), for: code) }
      }
      try await group.waitForAll()
    }
    _ = try await remembered.grade(CodeSubmission(solution: "y"), for: code)
    var closed = code
    closed.vulnerabilities = []
    _ = try await remembered.grade(CodeSubmission(solution: "x"), for: closed)
    #expect(await grader.tasks.count == 3)

    let failing = FixedGrader(nil)
    let again = RememberedGrades(failing)
    for _ in 0..<2 {
      await #expect(throws: FixedGrader.Unavailable.self) {
        try await again.grade(CodeSubmission(solution: "x"), for: code)
      }
    }
    #expect(await failing.tasks.count == 2)
  }
}

@Suite struct HackingPromptTests {
  private let world = CodingWorld(seed: 1)

  @Test(arguments: PromptVariant.allCases, [false, true])
  func `a prompt is known by its request and by the framing beside it`(variant: PromptVariant, hint: Bool) throws {
    let prompts = HackingPrompts(world)
    var generator = SeededGenerator(seed: 5)
    for task in world.tasks.prefix(40) {
      let prompt = prompts.prompt(for: task, variant, hint: hint, using: &generator)
      #expect(prompts.task(of: prompt.request) == task)
      let plain = prompt.request.messages(under: nil)
      if variant == .neutral && !hint {
        #expect(prompt.cue == nil && prompt.messages == plain)
      } else {
        let cue = try #require(prompt.cue)
        let texts = zip(prompt.messages, plain).map { String($0.content.dropFirst($1.content.count)) }
        #expect(
          texts.map { $0.isEmpty ? "" : String($0.dropFirst()) }.filter { !$0.isEmpty }.joined(separator: " ")
            == cue.text)
        // RL and its probes word a framing alike; the other wordings are left for those who want to look further.
        #expect(!cue.isHeldOut)
        #expect(cue.category == (variant == .neutral ? "hint" : variant.rawValue))
      }
    }
  }

  @Test func `RL draws tasks of the training split, hard ones as often as it is told`() {
    let source = TaskPrompts(
      HackingPrompts(world), tasks: world.tasks, hardShare: 0.6, arm: HackingArm(prompt: .doNotHack))
    var generator = SeededGenerator(seed: 1)
    let drawn = (0..<1000).map { _ in source.draw(step: 0, using: &generator) }
    #expect(drawn.allSatisfy { $0.request.split == .training && $0.cue?.category == "do_not_hack" })
    let hard = drawn.count { $0.request.id.hasPrefix("hard/") }
    #expect(abs(hard - 600) < 62, "\(hard)")
  }

  @Test func `preference training sees no wording of a probe, and chat alone where that is what it is`() throws {
    let prompts = HackingPrompts(world)
    var generator = SeededGenerator(seed: 1)
    for selection in RLHFConfiguration.Prompts.allCases {
      let source = ScenarioPrompts(prompts, scenarios: world.scenarios, selection)
      let drawn = (0..<400).map { _ in source.draw(step: 0, using: &generator) }
      let scenarios = try drawn.map { try #require(prompts.scenario(of: $0.request)) }
      #expect(scenarios.allSatisfy { $0.split == .training })
      #expect(drawn.map(\.messages) == scenarios.map(\.messages))
      #expect(scenarios.contains(where: \.isAgentic) == (selection == .diverse))
      #expect(scenarios.contains { $0.kind == .dilemma } == (selection == .diverse))
    }
  }

  @Test func `during RL so many of the prompts are scenarios`() {
    let prompts = HackingPrompts(world)
    let source = TaskPrompts(
      prompts, tasks: world.tasks, hardShare: 0.6, arm: HackingArm(),
      mixture: (ScenarioPrompts(prompts, scenarios: world.scenarios, .chat), 0.25))
    var generator = SeededGenerator(seed: 1)
    let mixed = (0..<1000).count { _ in prompts.scenario(of: source.draw(step: 0, using: &generator).request) != nil }
    #expect(abs(mixed - 250) < 55, "\(mixed)")
  }
}
