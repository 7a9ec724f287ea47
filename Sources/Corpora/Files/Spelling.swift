/// Guesses what somebody meant to write.
enum Spelling {
  /// The candidate with the smallest edit distance, provided that it is a likely slip of the pen.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    candidates
      .map { (candidate: $0, distance: distance(Array(word.lowercased()), Array($0.lowercased()))) }
      .filter { $0.distance <= max(2, word.count / 3) }
      .min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }?
      .candidate
  }

  /// Insertions, deletions and replacements between two words.
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var previous = Array(0...second.count)
    for (row, character) in first.enumerated() {
      var current = [row + 1]
      for (column, other) in second.enumerated() {
        current.append(
          min(previous[column + 1] + 1, current[column] + 1, previous[column] + (character == other ? 0 : 1)))
      }
      previous = current
    }
    return previous[second.count]
  }
}
