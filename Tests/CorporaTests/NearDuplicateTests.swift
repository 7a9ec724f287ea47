import Corpora
import Foundation
import Statistics
import Testing

/// Shingles as sets of strings: slow, and nothing to get wrong.
private func shingles(_ words: [String], length: Int) -> Set<[String]> {
  Set((0..<max(1, words.count - length + 1)).map { Array(words[$0..<min($0 + length, words.count)]) })
}

private func similarity(_ first: Set<[String]>, _ second: Set<[String]>) -> Double {
  Double(first.intersection(second).count) / Double(first.union(second).count)
}

/// Texts of which some are copies of earlier ones, with some of the words exchanged.
private func texts(count: Int, seed: UInt64) -> [[String]] {
  var generator = SeededGenerator(seed: seed)
  var texts: [[String]] = []
  for _ in 0..<count {
    if let original = texts.randomElement(using: &generator), generator.nextUnit() < 0.5 {
      let rate = pow(generator.nextUnit(), 4) * 0.2
      texts.append(
        original.map {
          generator.nextUnit() < rate ? "x\(Int.random(in: 0..<500, using: &generator))" : $0
        })
    } else {
      texts.append((0..<120).map { _ in "w\(Int.random(in: 0..<300, using: &generator))" })
    }
  }
  return texts
}

@Suite("Near-duplicates")
struct NearDuplicateTests {
  @Test("are compared by the exact Jaccard similarity of their shingles", arguments: [1, 2, 3, 5])
  func exact(length: Int) {
    let all = texts(count: 24, seed: 5)
    for (i, first) in all.enumerated() {
      for second in all[i...] {
        let own = Shingles(first.joined(separator: " "), words: length)
        let other = Shingles(second.joined(separator: "\n - "), words: length)
        #expect(
          own.similarity(to: other) == similarity(shingles(first, length: length), shingles(second, length: length)))
      }
    }
  }

  @Test("do not differ by case, punctuation or line breaks; texts without words are alike")
  func words() {
    let plain = Shingles("The sea rises, twice a day", words: 3)
    #expect(Shingles("the SEA -- rises\ntwice “a” day!", words: 3).similarity(to: plain) == 1)
    #expect(Shingles("the sea rises once a day", words: 3).similarity(to: plain) < 1)
    #expect(Shingles("Größe ist 4", words: 1).hashes.count == 3)
    #expect(Shingles("…!", words: 3).similarity(to: Shingles("", words: 3)) == 1)
    #expect(Shingles("two words", words: 5).hashes.count == 1)
  }

  @Test("have signatures that agree as often as their sets are similar, within the estimator's error")
  func signatures() {
    let all = texts(count: 40, seed: 6).map { Shingles($0.joined(separator: " "), words: 3) }
    let hash = MinHash(permutations: 256, seed: 3)
    let signatures = all.map(hash.signature)
    var errors: [Double] = []
    var squares = 0.0
    for i in all.indices {
      for j in all.indices where j > i {
        let similarity = all[i].similarity(to: all[j])
        let error = MinHash.similarity(signatures[i], signatures[j]) - similarity
        errors.append(error)
        let variance = similarity * (1 - similarity) / 256
        // Six standard deviations of a binomial share.
        #expect(abs(error) <= 6 * variance.squareRoot() + 1e-12)
        if variance > 0 { squares += error * error / variance }
      }
    }
    #expect(abs(errors.reduce(0, +) / Double(errors.count)) < 0.005)
    #expect(MinHash(permutations: 256, seed: 3).signature(of: all[0]) == signatures[0])
    #expect(MinHash(permutations: 256, seed: 4).signature(of: all[0]) != signatures[0])
  }

  @Test("are found as by comparing everything with everything", arguments: [0.3, 0.5, 0.7, 0.9])
  func bruteForce(threshold: Double) {
    let all = texts(count: 120, seed: 8)
    let sets = all.map { shingles($0, length: 3) }
    var duplicates = NearDuplicates(DuplicateSettings(threshold: threshold), seed: 1)
    var kept: [Int] = []
    var dropped = 0
    for (index, text) in all.enumerated() {
      let best = kept.map { (similarity(sets[$0], sets[index]), $0) }.max { ($0.0, $1.1) < ($1.0, $0.1) }
      let found = duplicates.admit(text.joined(separator: " "), as: index)
      if let best, best.0 >= threshold {
        dropped += 1
        #expect(found?.original == best.1)
        #expect(found?.similarity == best.0)
      } else {
        #expect(found == nil)
        kept.append(index)
      }
    }
    #expect(dropped > 10 && kept.count > 20)
  }
}
