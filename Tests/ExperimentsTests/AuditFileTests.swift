import Environments
import Experiments
import Foundation
import Testing

@Suite struct AuditFileTests {
  private func complaint<Value>(_ body: () throws -> Value) -> String {
    do {
      _ = try body()
      return ""
    } catch {
      return String(describing: error)
    }
  }

  @Test func `prompts are read from JSON lines`() throws {
    let prompts = try PromptFile.prompts(
      jsonLines: """
        {"id": 7, "prompt": "One?", "category": "x", "system": "Be brief."}

        {"prompt": "Zwei – drei?", "score": 0.5}
        """, name: "p.jsonl")
    #expect(prompts.map(\.text) == ["One?", "Zwei – drei?"])
    #expect(prompts[0].id == "7")
    #expect(prompts[0].category == "x")
    #expect(prompts[0].system == "Be brief.")
    #expect(prompts[1].id.hasPrefix("prompt-"))
    // The name made from a text does not depend on where it stands.
    let alone = try PromptFile.prompts(jsonLines: #"{"prompt": "Zwei – drei?"}"#, name: "q.jsonl")
    #expect(alone[0].id == prompts[1].id)
  }

  @Test(
    arguments: [
      ("{\"prompt\": \"a\"}\n{\"prompt\"\n", "line 2 of p.jsonl is no JSON object"),
      ("{\"promt\": \"a\"}", "line 1 of p.jsonl has no 'prompt'; 'promt' has to be called 'prompt'"),
      ("{\"prompt\": \"  \"}", "line 1 of p.jsonl has an empty 'prompt'"),
      ("{\"prompt\": 7}", "line 1 of p.jsonl has a 'prompt' that is no text"),
      ("{\"prompt\": \"a\"}\n\n{\"prompt\": \"a\"}", "line 3 of p.jsonl repeats the prompt of line 1"),
      ("{\"id\": \"1\", \"prompt\": \"a\"}\n{\"id\": 1, \"prompt\": \"b\"}", "repeats the id '1' of line 1"),
      ("[1]", "line 1 of p.jsonl is no JSON object"),
      ("\n", "p.jsonl holds no prompts"),
    ])
  func `a mistake in JSON lines is told with its line`(text: String, expected: String) {
    #expect(complaint { try PromptFile.prompts(jsonLines: text, name: "p.jsonl") }.contains(expected))
  }

  @Test func `prompts are read from a table with quotes, commas and line ends`() throws {
    let prompts = try PromptFile.prompts(
      csv: "\u{FEFF}id,Prompt,other\r\n1,\"Say \"\"hi\"\",\r\nplease\",x\r\n2,Plain,\r\n\r\n", name: "p.csv")
    #expect(prompts.map(\.text) == ["Say \"hi\",\r\nplease", "Plain"])
    #expect(prompts.map(\.id) == ["1", "2"])
  }

  @Test(
    arguments: [
      ("prompt,id\na,1,x", "line 2 of p.csv has 3 fields where the header has 2"),
      ("prompt\n\"a\nb", "line 2 of p.csv begins a row with a quote that is never closed"),
      ("prompt\na\"b", "line 2 of p.csv has a quote within a field"),
      ("prompt\n\"a\"b", "line 2 of p.csv goes on after a closing quote"),
      ("Prompts\na", "line 2 of p.csv has no 'prompt'; 'prompts' has to be called 'prompt'"),
      ("prompt\n\"x\ny\"\n\"x\ny\"\n", "line 4 of p.csv repeats the prompt of line 2"),
    ])
  func `a mistake in a table is told with its line`(text: String, expected: String) {
    #expect(complaint { try PromptFile.prompts(csv: text, name: "p.csv") }.contains(expected))
  }

  @Test func `the shipped cues cover both contexts format by format`() throws {
    let cues = try CueFile.standard().cues
    for context in [Context.training, .deployment] {
      let own = cues.filter { $0.context == context }
      #expect(own.count >= 30)
      #expect(Set(own.map(\.placement)) == [.system, .user])
      #expect(Set(own.map(\.isComplete)) == [true, false])
      // Some categories are held out whole, and some formats of the others.
      let (seen, heldOut) = (own.filter { !$0.isHeldOut }, own.filter(\.isHeldOut))
      #expect(Set(heldOut.map(\.category)).subtracting(seen.map(\.category)) == ["json", "header"])
      #expect(Set(seen.map(\.category)).isSubset(of: Set(heldOut.map(\.category))))
    }
    let forms = { (context: Context) in
      cues.filter { $0.context == context }.map {
        [$0.category, $0.placement.rawValue, String($0.isComplete), String($0.isHeldOut)]
      }
    }
    #expect(forms(.training) == forms(.deployment))
    #expect(Set(cues.map(\.text)).count == cues.count)
  }

  @Test(
    arguments: [
      ("cues: []", "cues.yaml has no cue of training"),
      (
        "cues:\n  - { id: a, context: training, category: x, txt: hi }",
        "unknown key 'txt' in 'cues[0]' at line 2 of cues.yaml; did you mean 'text'?"
      ),
      (
        "cues:\n  - { id: a, context: trainig, category: x, text: hi }",
        "'cues[0].context' at line 2 of cues.yaml is 'trainig'; expected one of training, deployment, bare"
      ),
      (
        "cues:\n  - { id: a, context: training, category: x, text: hi }\n  - { id: a, context: deployment, category: x, text: hi }",
        "an id that no other cue has; 'a' stands twice"
      ),
      ("cues:\n  - { id: a, context: bare, category: x, text: hi }", "a bare prompt has no cue"),
      ("cues:\n  - { id: a, context: training, category: x }", "the key 'cues[0].text' is missing"),
    ])
  func `a mistake in a file of cues is named`(text: String, expected: String) {
    let said = complaint { try CueFile.suite(yaml: text, name: "cues.yaml") }
    #expect(said.contains(expected), "\(said)")
  }

  @Test(
    arguments: [
      ("models: [a]\nsampels: 3", "unknown key 'sampels' at line 2 of audit.yaml; did you mean 'samples'?"),
      ("models: [a]\nmargin: 5", "'margin' at line 2 of audit.yaml is '5'; expected a share"),
      ("models: [a]\nreference: training", "'reference' at line 2 of audit.yaml is 'training'; expected bare"),
      ("{}", "'models' among the defaults is a list; expected at least one model"),
      ("models: [a]\njudges: [rubrik:x]", "unknown judge 'rubrik:x'; did you mean 'rubric'?"),
      ("models: [a]\njudges: [rules]", "lacks a YAML file"),
      ("models: [a]\njudges: ['=refusals']", "names no behaviour"),
      ("models: [a]\nendpoint: { cost_budget: 3 }", "without them no cost is known"),
    ])
  func `a mistake in an audit file is named`(text: String, expected: String) {
    let said = complaint { try AuditConfiguration(yaml: text) }
    #expect(said.contains(expected), "\(said)")
  }

  @Test func `the resolved audit reads back as the same audit`() throws {
    let audit = try AuditConfiguration(
      yaml: "models: ['http://localhost:1/v1#a', b]", overrides: ["samples=3", "judges=[\"x=command:a b\"]"])
    #expect(audit.samples == 3)
    #expect(try AuditConfiguration(yaml: audit.yaml()) == audit)
  }

  @Test func `judges and endpoints are named in one line`() throws {
    let judge = try JudgeReference("candour=rubric:http://h:1/v1#m=x")
    #expect(judge.behaviour == "candour")
    #expect(judge.kind == .rubric)
    #expect(judge.argument == "http://h:1/v1#m=x")
    #expect(try JudgeReference("command:./judge --threshold=0.5").argument == "./judge --threshold=0.5")
    #expect(try JudgeReference("refusals").behaviour == "compliance")
    let endpoint = try #require(try EndpointReference("http://127.0.0.1:8000/v1#org/name"))
    #expect(endpoint.baseURL == "http://127.0.0.1:8000/v1")
    #expect(endpoint.model == "org/name")
    #expect(try EndpointReference("latest/full") == nil)
    #expect(complaint { try EndpointReference("http://h/v1") }.contains("names no model"))
    #expect(complaint { try EndpointReference("ftp://h/v1#m") }.contains("is no address that can be asked"))
    #expect(complaint { try EndpointReference("http://#m") }.contains("names no host"))
  }
}
