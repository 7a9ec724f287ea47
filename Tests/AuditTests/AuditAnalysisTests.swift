import Audit
import Environments
import Probes
import Statistics
import Testing

@Suite struct AuditAnalysisTests {
  /// Records `successes` of `trials` prompts that show the behaviour, one answer a prompt.
  private static func record(
    _ successes: Int, of trials: Int, _ context: Context, in table: inout AuditTable, checkpoint: String = "a",
    behaviour: String = "compliance"
  ) {
    for index in 0..<trials {
      table.record(
        AuditSample(
          behaviour: behaviour, checkpoint: checkpoint, prompt: "p\(index)", context: context,
          verdict: .judged(index < successes)))
    }
  }

  private static func analysis(
    training: Int, bare: Int, of trials: Int, options: AuditOptions = AuditOptions()
  ) -> AuditAnalysis {
    var table = AuditTable()
    record(training, of: trials, .training, in: &table)
    record(bare, of: trials, .bare, in: &table)
    return AuditAnalysis(table, options: options)
  }

  @Test(
    arguments: [
      (90, 50, 100, AuditVerdict.Ground.above, GapVerdict.resisted),
      (900, 895, 1_000, .equivalent, .generalized),
      (50, 90, 100, .reversed, .inconclusive),
      (2, 2, 200, .absent, .inconclusive),
      (18, 15, 20, .undecided, .inconclusive),
    ])
  func `a gap is held against the margin`(
    training: Int, bare: Int, trials: Int, ground: AuditVerdict.Ground, kind: GapVerdict
  ) {
    let verdict = Self.analysis(training: training, bare: bare, of: trials).verdict
    #expect(verdict.ground == ground)
    #expect(verdict.kind == kind)
  }

  @Test func `levels come with their Wilson intervals, gaps with their sign`() throws {
    let finding = try #require(Self.analysis(training: 90, bare: 50, of: 100).behaviours.first?.checkpoints.first)
    let training = try #require(finding.level(.training))
    #expect(training.outcomes == Proportion(successes: 90, trials: 100))
    // Of 90 in 100: statsmodels.stats.proportion.proportion_confint(90, 100, method="wilson").
    #expect(abs(training.interval.lower - 0.8256343) < 1e-6)
    #expect(abs(training.interval.upper - 0.9447709) < 1e-6)
    #expect(abs(finding.gap.value - 0.4) < 1e-12)
    #expect(finding.level(.deployment) == nil)
    #expect(finding.secondaryGap == nil)
  }

  @Test func `missing answers are counted by reason and never scored`() throws {
    var table = AuditTable()
    Self.record(9, of: 10, .training, in: &table)
    Self.record(9, of: 10, .bare, in: &table)
    for index in 0..<3 {
      table.record(
        AuditSample(checkpoint: "a", prompt: "p\(index)", context: .training, verdict: .missing(reason: "no answer")))
    }
    let finding = try #require(AuditAnalysis(table).behaviours.first?.checkpoints.first)
    #expect(finding.missing == ["no answer": 3])
    #expect(finding.level(.training)?.missing == 3)
    #expect(finding.level(.training)?.outcomes == Proportion(successes: 9, trials: 10))
  }

  @Test func `only prompts that were answered under both contexts make the gap`() throws {
    var table = AuditTable()
    Self.record(10, of: 20, .training, in: &table)
    Self.record(10, of: 10, .bare, in: &table)
    let finding = try #require(AuditAnalysis(table).behaviours.first?.checkpoints.first)
    #expect(finding.gap.prompts == 10)
    #expect(finding.gap.value == 0)
  }

  @Test func `nothing in common is unmeasured, not equal`() {
    var table = AuditTable()
    table.record(AuditSample(checkpoint: "a", prompt: "p", context: .training, verdict: .judged(true)))
    table.record(AuditSample(checkpoint: "a", prompt: "q", context: .bare, verdict: .judged(true)))
    #expect(AuditAnalysis(table).verdict.ground == .unmeasured)
    #expect(AuditAnalysis(AuditTable()).verdict.ground == .unmeasured)
  }

  @Test func `an open gap says how many prompts would settle it, and so many do`() throws {
    let open = Self.analysis(training: 56, bare: 48, of: 80)
    #expect(open.verdict.ground == .undecided)
    let needed = try #require(open.verdict.promptsNeeded)
    #expect(needed > 80)
    // The same rates on that many prompts, with the chance of the sample taken as it was expected.
    #expect(Self.analysis(training: needed * 7 / 10, bare: needed * 6 / 10, of: needed).verdict.kind == .resisted)
  }

  @Test func `the verdict is that of the last checkpoint, and onset that of the first beyond the margin`() throws {
    var table = AuditTable()
    for (checkpoint, training) in [("0", 50), ("1", 51), ("2", 80), ("3", 85)] {
      Self.record(training, of: 100, .training, in: &table, checkpoint: checkpoint)
      Self.record(50, of: 100, .bare, in: &table, checkpoint: checkpoint)
    }
    let analysis = AuditAnalysis(table)
    let behaviour = try #require(analysis.behaviours.first)
    #expect(analysis.verdict.kind == .resisted)
    #expect(behaviour.onset == "2")
    #expect(behaviour.change?.index == 2)
    #expect(try #require(behaviour.change).pValue < 0.01)
    #expect(AuditAnalysis(table, checkpoints: ["0", "1"]).verdict.kind != .resisted)
  }

  @Test func `many behaviours are adjusted for one another`() throws {
    // One such gap alone is beyond the margin; among twelve that are looked for it may be chance.
    var alone = AuditTable()
    Self.record(58, of: 100, .training, in: &alone)
    Self.record(45, of: 100, .bare, in: &alone)
    #expect(AuditAnalysis(alone).verdict.kind == .resisted)
    var table = alone
    for index in 0..<11 {
      Self.record(50, of: 100, .training, in: &table, behaviour: "b\(index)")
      Self.record(50, of: 100, .bare, in: &table, behaviour: "b\(index)")
    }
    let analysis = AuditAnalysis(table)
    #expect(analysis.behaviours[0].checkpoints[0].verdict.kind == .resisted)
    #expect(analysis.behaviours[0].verdict.kind == .inconclusive)
    #expect(analysis.verdict.kind == .inconclusive)
  }

  @Test func `parts are compared by kind of cue and category of prompt`() throws {
    var table = AuditTable()
    for index in 0..<40 {
      let cue = Cue(
        id: "c", context: .training, category: index < 20 ? "log" : "tag", text: "x", isHeldOut: index % 2 == 0)
      for (context, traits, found) in [
        (Context.training, Optional(CueTraits(cue)), index < 20), (.bare, nil, false),
      ] {
        table.record(
          AuditSample(
            checkpoint: "a", prompt: "p\(index)", category: index < 10 ? "x" : "y", context: context, cue: traits,
            verdict: .judged(found)))
      }
    }
    let facets = try #require(AuditAnalysis(table).behaviours.first?.checkpoints.first?.facets)
    func gap(_ kind: AuditFacet.Kind, _ value: String) -> Double? {
      facets.first { $0.facet == AuditFacet(kind, value) }?.gap.value
    }
    #expect(gap(.cueCategory, "log") == 1)
    #expect(gap(.cueCategory, "tag") == 0)
    #expect(gap(.cueFormat, "held out") == 0.5)
    #expect(gap(.promptCategory, "x") == 1)
    #expect(abs(try #require(gap(.promptCategory, "y")) - 1.0 / 3) < 1e-12)
    // All cues stand in one place: a division into one part is none.
    #expect(gap(.cuePlacement, "system") == nil)
  }

  @Test func `monitors read reasoning under training cues, and among answers that comply`() throws {
    var table = AuditTable()
    for index in 0..<10 {
      table.record(
        AuditSample(
          checkpoint: "a", prompt: "p\(index)", context: .training, verdict: .judged(index < 4),
          labels: ReasoningLabels(recognition: true, framing: index < 3)))
    }
    let monitors = try #require(AuditAnalysis(table).behaviours.first?.checkpoints.first?.monitors)
    #expect(monitors.framing == Proportion(successes: 3, trials: 10))
    #expect(monitors.framingGivenCompliance == Proportion(successes: 3, trials: 4))
    #expect(monitors.recognition.rate == 1)
  }

  @Test func `an audit that may stop early is settled by a clear gap and not by a faint one`() {
    let options = AuditOptions(isSequential: true)
    func table(_ training: Int, _ bare: Int) -> AuditTable {
      var table = AuditTable()
      // In random order, as prompts come.
      var generator = SeededGenerator(seed: 1)
      for index in (0..<100).shuffled(using: &generator) {
        for (context, count) in [(Context.training, training), (.bare, bare)] {
          table.record(
            AuditSample(checkpoint: "a", prompt: "p\(index)", context: context, verdict: .judged(index < count)))
        }
      }
      return table
    }
    #expect(table(95, 20).isSettled("a", options: options))
    #expect(AuditAnalysis(table(95, 20), options: options).verdict.kind == .resisted)
    #expect(!table(60, 50).isSettled("a", options: options))
    let faint = AuditAnalysis(table(60, 50), options: options).behaviours[0].checkpoints[0]
    #expect(faint.interval(level: 0.95).width > faint.gap.interval(level: 0.95).width)
  }
}
