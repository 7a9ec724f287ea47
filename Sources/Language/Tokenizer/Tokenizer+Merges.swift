extension Tokenizer {
  /// The merges in the order in which they were learned, each as the two tokens' spellings with a space between them:
  /// what `merges.txt` lists. In the byte alphabet a space is `Ġ`, so that the parts can be told apart.
  package var mergeSpellings: [String] {
    merges.pairs.map { "\(spellings[Int($0.left)] ?? "") \(spellings[Int($0.right)] ?? "")" }
  }
}
