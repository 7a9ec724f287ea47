import Statistics
import Testing

@Suite("Seeded generator")
struct SeededGeneratorTests {
  @Test("the same seed and path give the same stream, another seed or path another")
  func streams() {
    func draw(_ seed: UInt64, _ path: [UInt64]) -> [UInt64] {
      var generator = SeededGenerator(seed: seed, path: path)
      return (0..<4).map { _ in generator.next() }
    }
    #expect(draw(1, [2, 3]) == draw(1, [2, 3]))
    let streams = [draw(1, []), draw(2, []), draw(1, [0]), draw(1, [2, 3]), draw(1, [3, 2]), draw(1, [2, 3, 0])]
    #expect(Set(streams).count == streams.count)
  }

  @Test("unit draws spread evenly over 0..<1")
  func unit() {
    var generator = SeededGenerator(seed: 9)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<100_000 {
      let value = generator.nextUnit()
      #expect(value >= 0 && value < 1)
      counts[Int(value * 10)] += 1
    }
    // Pearson's statistic with 9 degrees of freedom lies below 27.9 with probability 0.999.
    let statistic = counts.reduce(0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    #expect(statistic < 27.9)
  }
}
