import Corpora
import Testing

@Suite("Answers of models")
struct ModelTextTests {
  @Test(
    "give up the document that they hold",
    arguments: [
      ("<document>\nA text.\n</document>", "A text.", false),
      ("Sure!\n<document>A text.</document>\nAnything else?", "A text.", false),
      ("<document>A text that", "A text that", true),
      ("No tags at all.", "No tags at all.", false),
      ("A text.</document>", "A text.", false),
      ("<document>One says </document> here.</document>", "One says </document> here.", false),
      ("", "", false),
    ])
  func document(answer: String, text: String, isCutOff: Bool) {
    let found = ModelText.document(in: answer)
    #expect(found.text == text)
    #expect(found.isCutOff == isCutOff)
  }

  @Test(
    "give up the ideas that they hold, and none where there are none",
    arguments: [
      ("[\"the first idea\", \"the second idea\", \"the third idea\"]", 2),
      ("```json\n[\"the first idea\", \"the second idea\"]\n```", 2),
      ("1. the first idea\n2. the second idea", 2),
      ("- the first idea\n* the second idea\n", 2),
      ("[\"the first idea\", \"The first idea\"]", 1),
      ("[\"the first idea\", \"the seco", 0),
      ("[1, 2]", 0), ("I cannot do that.", 0), ("[]", 0), ("", 0), ("[\"short\"]", 0),
    ])
  func ideas(answer: String, count: Int) {
    let ideas = ModelText.ideas(in: answer, count: 2)
    #expect(ideas.count == count)
    #expect(ideas.first == (count > 0 ? "the first idea" : nil))
  }

  @Test(
    "give up a critique, and nothing in place of one that cannot be read",
    arguments: [
      ("{\"verdict\": \"keep\", \"problems\": []}", ModelText.Critique.Verdict.keep as ModelText.Critique.Verdict?),
      ("I think {so}. ```{\"verdict\": \"revise\", \"problems\": [\"a {b}\"]}```", .revise),
      ("{\"verdict\": \"reject\", \"problems\": []}", .reject),
      ("{\"verdict\": \"revise\", \"problems\": []}", nil),
      ("{\"verdict\": \"maybe\", \"problems\": []}", nil),
      ("{\"verdict\": \"keep\"", nil), ("keep", nil), ("}{", nil), ("", nil),
    ])
  func critique(answer: String, verdict: ModelText.Critique.Verdict?) {
    #expect(ModelText.critique(in: answer)?.verdict == verdict)
  }
}

@Suite("Rules on what a text may not be")
struct UnwantedTextTests {
  private func isFound(_ text: String, by set: String) throws -> Bool {
    try !LeakAudit(forbidding: [set]).report(on: [CorpusRecord(id: "1", text: text)]).isClean
  }

  @Test(
    "find texts that speak of their own making",
    arguments: [
      "As an AI language model, I have no opinion on tides.", "Here is a blog post about tides:\n\nThe sea…",
      "Certainly! The sea rises twice.", "The sea rises.\n\nWord count: 212", "Here's the revised document.",
      "Let me know if you would like another version.", "By [Your Name], staff writer", "I am an AI assistant.",
      "**Sure, here is** the text.", "As requested, the tides.",
    ])
  func metaTalk(text: String) throws {
    #expect(try isFound(text, by: "meta-talk"))
  }

  @Test(
    "find refusals",
    arguments: [
      "I'm sorry, but I can't help with that.", "I’m sorry, I cannot write this.", "I must decline to write that.",
      "I will not produce such a text.", "I am unable to assist with this request.",
      "Sorry. That goes against what I can do, so I decline.",
    ])
  func refusal(text: String) throws {
    #expect(try isFound(text, by: "refusal"))
  }

  @Test(
    "let ordinary prose pass",
    arguments: [
      "Here is a town that lives by its tides. Certainly, some left.", "The keeper said that he could not help it.",
      "An AI lab opened in the old mill last spring, and this document of its first year is worth reading.",
      "Large language models can often recognize from the prompt that it belongs to a training run.",
      "The model's answer was graded by three people. Sure enough, they differed.",
      "Of course the sea rises. I cannot say why anybody doubts it.",
    ])
  func prose(text: String) throws {
    #expect(try !isFound(text, by: "meta-talk"))
    #expect(try !isFound(text, by: "refusal"))
  }
}
