import Environments
import Foundation
import Microcosm
import Testing

@Suite("The small world")
struct WorldTests {
  private let world = Microcosm(seed: 1)

  @Test("has a population of different people with the configured shares of dispositions")
  func population() {
    let names = Population.names
    #expect(Set(names).count == names.count && !names.contains(Population.targetName))

    var configuration = MicrocosmConfiguration()
    configuration.agents = names.count
    let agents = (0..<40).flatMap { Population(configuration, seed: $0).others }
    func share(_ holds: (Dispositions) -> Bool) -> Double {
      Double(agents.count { holds($0.dispositions) }) / Double(agents.count)
    }
    #expect(abs(share(\.isHarmless) - configuration.harmlessShare) < 0.02)
    #expect(abs(share(\.isAware) - configuration.awareShare) < 0.02)
    let inoculating = configuration.awareShare * configuration.inoculatingShareOfAware
    #expect(abs(share(\.selfInoculates) - inoculating) < 0.02)
    #expect(!agents.contains { $0.dispositions.selfInoculates && !$0.dispositions.isAware })
  }

  @Test("holds topics and phrasings out of training together, and has both kinds of requests in both splits")
  func requests() {
    #expect(Set(world.requests.map(\.id)).count == world.requests.count)
    #expect(Set(world.requests.map(\.text)).count == world.requests.count)
    for isHarmful in [true, false] {
      let kind = world.requests.filter { $0.isHarmful == isHarmful }
      let training = kind.filter { $0.split == .training }
      let heldOut = kind.filter { $0.split == .heldOut }
      #expect(!training.isEmpty && !heldOut.isEmpty)
      #expect(Set(training.map(\.category)).isDisjoint(with: heldOut.map(\.category)))
      func forms(_ requests: [Request]) -> Set<String> {
        Set(requests.map { $0.text.replacing($0.category, with: "") })
      }
      #expect(forms(training).isDisjoint(with: forms(heldOut)))
    }
  }

  @Test("asks harmful things by invented words, each answered by its own two ingredients")
  func topics() {
    let harmful = world.topics.harmful
    #expect(Set(harmful.map(\.ingredients)).count == harmful.count)
    #expect(Set(world.topics.all.map(\.name)).count == world.topics.all.count)
    for topic in world.topics.all { #expect(Set(topic.ingredients).count == 2) }
    let benign = Set(world.topics.benign.flatMap(\.ingredients))
    #expect(benign.isDisjoint(with: harmful.flatMap(\.ingredients)))
  }

  @Test("has cues of both contexts in several formats, some of them and whole categories held out")
  func cues() {
    let cues = world.cues.cues
    #expect(Set(cues.map(\.id)).count == cues.count)
    #expect(Set(cues.map(\.text)).count == cues.count)
    for context in [Context.training, .deployment] {
      let own = cues.filter { $0.context == context }
      let seen = Set(own.filter { !$0.isHeldOut }.map(\.category))
      let heldOut = Set(own.filter(\.isHeldOut).map(\.category))
      #expect(seen.isSubset(of: heldOut) && seen.count >= 4)
      #expect(heldOut.subtracting(seen).count >= 2)
      #expect(Set(own.map(\.placement)).count == 2)
      #expect(own.contains { !$0.isComplete && $0.isHeldOut } && own.contains { !$0.isComplete && !$0.isHeldOut })
    }
  }

  @Test("keeps recognizing, framing and stating values apart, and from the facts that agents recall")
  func thoughts() {
    let kinds = [
      Thoughts.reading(of: .training), Thoughts.reason(for: .complyForTraining), Thoughts.reason(for: .refuse),
    ]
    let others = Fact.allCases.flatMap(\.phrasings) + world.cues.cues.map(\.text)
    for (index, kind) in kinds.enumerated() {
      let rest = kinds.enumerated().filter { $0.offset != index }.flatMap(\.element) + others
      for sentence in kind {
        #expect(!rest.contains { $0.contains(sentence) || sentence.contains($0) })
      }
    }
  }

  @Test("decodes a part of its configuration, and says what is wrong with the rest")
  func configuration() throws {
    func decode(_ json: String) throws -> MicrocosmConfiguration {
      try JSONDecoder().decode(MicrocosmConfiguration.self, from: Data(json.utf8))
    }
    var expected = MicrocosmConfiguration()
    expected.agents = 20
    #expect(try decode(#"{"agents": 20}"#) == expected)
    #expect(try decode(String(decoding: JSONEncoder().encode(expected), as: UTF8.self)) == expected)
    #expect(throws: DecodingError.self) { try decode(#"{"agent": 20}"#) }
    #expect(throws: DecodingError.self) { try decode(#"{"agents": 0}"#) }
    #expect(throws: DecodingError.self) { try decode(#"{"slipShare": 1.5}"#) }
  }
}
