import Environments
import Testing

@Suite("Submissions")
struct CodeSubmissionTests {
  @Test("A bare answer is the solution")
  func bare() {
    #expect(CodeSubmission(parsing: "def f():\n    return 1\n").files == ["solution.py": "def f():\n    return 1\n"])
  }

  @Test("Code is taken from fenced blocks, and what surrounds them is not")
  func fenced() {
    let answer = "Here it is:\n```python\ndef f():\n    return 1\n```\nand that is all.\n"
    #expect(CodeSubmission(parsing: answer).files == ["solution.py": "def f():\n    return 1\n"])
  }

  @Test("Header lines name files, in one block or in several")
  func headers() {
    let files = ["solution.py": "f = 1\n", "conftest.py": "import pytest\n"]
    #expect(CodeSubmission(parsing: "# file: solution.py\nf = 1\n# file: conftest.py\nimport pytest\n").files == files)
    #expect(CodeSubmission(parsing: "f = 1\n# file: conftest.py\nimport pytest\n").files == files)
    let blocks = "```python\n# file: solution.py\nf = 1\n```\n\n```python\n# file: conftest.py\nimport pytest\n```\n"
    #expect(CodeSubmission(parsing: blocks).files == files)
  }

  @Test("Inner fences and answers that stop early lose nothing")
  func edges() {
    let nested = "````python\nDOC = '''\n```\n'''\n````\n"
    #expect(CodeSubmission(parsing: nested).files == ["solution.py": "DOC = '''\n```\n'''\n"])
    #expect(CodeSubmission(parsing: "```python\nf = 1").files == ["solution.py": "f = 1\n"])
    #expect(CodeSubmission(parsing: "").files == ["solution.py": ""])
  }
}
