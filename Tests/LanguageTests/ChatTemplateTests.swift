import Foundation
import Language
import TestSupport
import Testing

/// The renderer against the template that it writes, as `transformers` reads it.
@Suite("Chat template", .tags(.python))
struct ChatTemplateTests {
  private struct Question: Encodable {
    var directory: String
    var conversations: [[[String: String]]]
  }

  private struct Rendering: Decodable {
    var text: String
    var tokens: [TokenID]
  }

  private struct Answer: Decodable {
    var prompts: [Rendering]
    var transcripts: [Rendering]
    var stop: String
  }

  private static let conversations: [[Message]] = [
    [Message(.user, "Who rang the bell?")],
    [Message(.system, "You are a keeper."), Message(.user, "Who rang the bell?")],
    [
      Message(.system, "You are a keeper.\n"), Message(.user, " Who rang?\n\n"),
      Message(.assistant, "She did.", reasoning: "The bell, in the fog."),
    ],
    [Message(.user, "Who rang?"), Message(.assistant, "\n\nShe did.\n", reasoning: "\nThe bell.\n\nIn the fog.\n")],
    [Message(.user, "Who rang?"), Message(.assistant, "She did.")],
    [
      Message(.user, "Who rang?"), Message(.assistant, "She did.", reasoning: "The bell."),
      Message(.user, "Why? naïve cafe\u{301}"), Message(.assistant, "The fog.", reasoning: "It wasn't clear."),
    ],
    [
      Message(.user, "Who rang?"), Message(.assistant, "She did.", reasoning: "The bell."),
      Message(.system, "Be brief."),
      Message(.user, "Why?"),
    ],
    [
      Message(.user, "Who rang?"), Message(.assistant, "Wait.", reasoning: "The bell."),
      Message(.assistant, "More.", reasoning: "Hm."),
      Message(.assistant, "She did.", reasoning: "The fog."),
    ],
    [
      Message(.user, "Who rang?"), Message(.assistant, "Wait."), Message(.assistant, "She did."),
      Message(.user, "Why?"),
    ],
    [
      Message(.user, "Who rang?"), Message(.assistant, "<think>\nThe bell.\n</think>\n\nShe did."),
      Message(.user, "Why?"), Message(.assistant, "<think>\nThe fog.\n</think>\n\nTo be heard."),
    ],
    [Message(.assistant, "Good morning.", reasoning: "Nobody asked.")],
  ]

  @Test("transformers renders every conversation to the same text and the same tokens")
  func sameText() async throws {
    try await withTemporaryDirectory { directory in
      let tokenizer = Tokenizer.train(on: Corpus.texts, vocabularySize: 600)
      let renderer = try Renderer(tokenizer: tokenizer)
      try renderer.write(to: directory)
      try Data(#"{"model_type": "qwen3"}"#.utf8).write(to: directory.appending(path: "config.json"))
      let answer: Answer = try await PythonOracle.ask(
        "Oracles/chat.py",
        Question(directory: directory.path, conversations: Self.conversations.map { $0.map(\.dictionary) }))
      #expect(renderer.stopTokens.first == tokenizer.id(of: answer.stop))
      for (messages, rendering) in zip(Self.conversations, answer.prompts) {
        let prompt = renderer.prompt(messages)
        #expect(try tokenizer.decode(prompt) == rendering.text)
        #expect(prompt == rendering.tokens)
      }
      for (messages, rendering) in zip(Self.conversations, answer.transcripts)
      where messages.last?.role == .assistant {
        let transcript = renderer.transcript(messages)
        // The template goes on to the line's end; the model stops before it.
        #expect(try tokenizer.decode(transcript.tokens) + "\n" == rendering.text)
        // Without reasoning, the empty line between the tags is one token in one piece, two when the prompt ends in it.
        if messages.last?.reasoning != nil {
          #expect(transcript.tokens + tokenizer.encode("\n") == rendering.tokens)
        }
      }
    }
  }
}

extension Message {
  fileprivate var dictionary: [String: String] {
    var dictionary = ["role": role.rawValue, "content": content]
    if let reasoning { dictionary["reasoning_content"] = reasoning }
    return dictionary
  }
}
