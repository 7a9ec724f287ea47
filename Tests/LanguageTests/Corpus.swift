import Foundation

/// Some English to learn from.
enum Corpus {
  static let texts = [
    "The keeper of the lighthouse wrote down every ship that passed, its name, its colours and the hour.",
    "When the fog came in, she rang the bell; when it lifted, she wrote: \"Nothing lost, nothing found.\"",
    "Nobody had asked her to. It's what one does, she'd say, with so much sea and so little to do.",
    "In 1987 the light was made to work by itself. She kept on writing, 14 ships on the first day, 9 on the second.",
    "They've offered me a flat in the town, she wrote, and I'll think about it when the winter is over.",
    "The winter wasn't over until the ships were too many to count, and the counting was what kept her there.",
    "A visitor asked: what are the names for? She thought about it. The names, she said, are for the names.",
    "Le gardien du phare n'avait rien à faire, à part compter les bateaux; die Wärterin zählte sie auch.",
    "函数返回一个值。名前は名前のためにある。이름은 이름을 위한 것이다.",
    "let ships = log.filter { $0.day == today }\n    .map(\\.name)\n    .sorted()\nprint(ships.joined(separator: \", \"))",
  ]
}

/// Gives `body` a directory that is gone afterwards.
func withTemporaryDirectory<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
  let directory = FileManager.default.temporaryDirectory.appending(path: "titer-language-\(UUID())")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try await body(directory)
}
