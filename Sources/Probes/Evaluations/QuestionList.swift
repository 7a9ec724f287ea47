import Foundation

/// Questions in a text file: one a line, under headings that begin with `#`.
struct QuestionList {
  /// One question.
  struct Question: Sendable, Hashable {
    /// Its heading and its place below it.
    var id: String
    var text: String
  }

  var questions: [Question] = []

  /// Reads a file's contents.
  init(_ contents: String) {
    var heading = "questions"
    var count = 0
    for line in contents.split(whereSeparator: \.isNewline) {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("#") {
        heading = text.dropFirst().trimmingCharacters(in: .whitespaces).replacing(" ", with: "-")
        count = 0
      } else if !text.isEmpty {
        count += 1
        questions.append(Question(id: "\(heading)-\(count)", text: text))
      }
    }
  }

  static let open = QuestionList(String(decoding: PackageResources.open_questions_txt, as: UTF8.self))
  static let goals = QuestionList(String(decoding: PackageResources.goals_txt, as: UTF8.self))
  static let alignment = QuestionList(String(decoding: PackageResources.alignment_questions_txt, as: UTF8.self))
}
