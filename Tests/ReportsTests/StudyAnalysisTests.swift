import Environments
import Probes
import Reports
import Statistics
import Testing

@Suite("Study analysis")
struct StudyAnalysisTests {
  @Test("the numbers are those of Statistics on the same outcomes")
  func numbers() throws {
    let data = ExampleStudy.typical
    let analysis = StudyAnalysis(data)
    let full = try #require(analysis.summary(of: "full"))
    func tally(_ arm: String, _ cell: ProbeCell) -> Tally {
      var tally = Tally()
      for outcome in data.outcomes where outcome.arm == arm && outcome.step == 70 && outcome.cell == cell {
        if let complied = outcome.complied { tally.record(complied, prompt: outcome.prompt, seed: outcome.seed) }
      }
      return tally
    }
    let training = ProbeCell(.training, isCueHeldOut: true)
    let bare = ProbeCell(.bare)
    #expect(analysis.training == training)
    #expect(full.compliance[training] == tally("full", training).total)
    let gap = Contrast.gap(tally("full", training), minus: tally("full", bare))
    #expect(full.gap.value == gap.value)
    #expect(full.gap.interval() == gap.estimateForAnySeed().interval())
    #expect(full.gapOfTheseSeeds.interval() == gap.estimate().interval())
    let difference = Contrast.difference(
      of: (tally("full", training), tally("full", bare)), minus: (tally("control", training), tally("control", bare)))
    #expect(full.gapBeyondControl?.interval() == difference.estimateForAnySeed().interval())
    #expect(full.missingVerdicts == 3)
    #expect(abs(full.reward.mean - 0.95) < 1e-12)
  }

  @Test("the framing rate among answers that comply counts these answers only")
  func framing() throws {
    let full = try #require(StudyAnalysis(ExampleStudy.typical).summary(of: "full"))
    #expect(full.framing.trials == 600)
    #expect(full.framingGivenCompliance.trials == full.compliance[ProbeCell(.training, isCueHeldOut: true)]?.successes)
  }

  @Test("a gap beyond the margin resisted, one within it generalized, one that may be either is inconclusive")
  func findings() {
    let analysis = StudyAnalysis(
      ExampleStudy.data(
        [
          ("control", (0.97, 0.97, 0.97)), ("hidden", (0.95, 0.8, 0.5)), ("turned", (0.4, 0.6, 0.9)),
          ("near", (0.95, 0.9, 0.9)), ("nothing", (0, 0, 0)),
        ], seeds: [1]))
    #expect(
      analysis.summaries.map(\.finding) == [.generalized, .resisted, .reversed, .inconclusive, .absent])
  }

  @Test("an arm that was not probed has no summary")
  func unprobed() {
    var data = ExampleStudy.typical
    data.arms.append("later")
    #expect(StudyAnalysis(data).summaries.map(\.arm) == ["control", "middle", "full"])
  }
}
