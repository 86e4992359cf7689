// Each of the runs has both classes in its index, also where two JVMs or two threads wrote it.
def weir = new File(basedir, 'target/weir')
def tests = new groovy.json.JsonSlurper().parse(new File(weir, 'history.json')).tests.values()
def results = tests.collectMany { test -> test.results.collect { [it.run, it.ended, test.testClass] } }
def runs = results.groupBy { it[0] }.values().sort { run -> run.collect { it[1] }.max() }
def classes = runs.takeRight(4).collect { run -> run.collect { it[2] }.toSet() }
def both = ['com.example.ClassPathTest', 'com.example.WordCountTest'] as Set
assert classes.size() == 4
assert classes.every { it.containsAll(both) }
def page = new File(weir, 'index.html').text
assert both.every { page.contains(it - 'com.example.') }
