// Pending orders that are filled, wholly or in part, while they are removed or changed. The terminal learns of it step by
// step: the order leaves the live ones, comes into history, and its deals come last.
#include "Desk.hpp"
#include <unistd.h>

static const std::string SellLimit = "EURUSD|SELL_LIMIT|0.10|1.09000|1.10000|1.08000";
static const std::string Cancel = "EURUSD|CANCEL#1|0.00|0.00000|0.00000|0.00000";
static const std::string Modify = "EURUSD|MODIFY#1|0.00|1.09100|1.10100|1.08100";

// What happens from now on the terminal does not see but for live orders and positions.
static void HideEnds()
{
   broker.hiddenAfter = broker.orders.rbegin()->first;
   broker.hidesEnded = true;
}

static long Place(Desk &desk)
{
   desk.Take(1, SellLimit);
   ExpectIs(Kind(desk.Until(1)), std::string("PLACED"), "placed");
   return broker.orders.rbegin()->first;
}

static void BeginAnew(Desk &desk)
{
   desk.guard.Close();
   unlink((world.sandbox + "/journal.a").c_str());
   unlink((world.sandbox + "/journal.b").c_str());
   broker.orders.clear();
   broker.positions.clear();
   broker.deals.clear();
}

// The number of the newest report of that kind; 0: none.
static long NumberOf(Desk &desk, long sequence, const std::string &kind)
{
   for(int i = ArraySize(desk.guard.reports) - 1; i >= 0; i--)
      if(desk.guard.reports[i].sequence == sequence && desk.guard.reports[i].kind.Bytes() == kind)
         return desk.guard.reports[i].number;
   return 0;
}

// Nothing has been said of the pending order and of the order to it, but that its end is not known, and it is watched.
static void ExpectNothingSaid(Desk &desk, const std::string &when)
{
   ExpectIs(desk.Reports(1, "OPENED") + desk.Reports(1, "CANCELLED"), 0, "of the pending order " + when);
   Expect(desk.Report(2) == "" || Kind(desk.Report(2)) == "UNKNOWN", "of the order to it " + when);
   ExpectIs(desk.Reports(2, "UNKNOWN") <= 1, true, "unknown once " + when);
   ExpectIs(ArraySize(desk.guard.watches), 1, "watched " + when);
}

// The order is gone, then in history, then its deals come; at last the position is told, then the end of the order to it.
static void ExpectOpenedBefore(Desk &desk, const std::string &kind, const std::string &volume)
{
   desk.Run(5000);
   ExpectIs(desk.Report(2), std::string(""), "not yet");
   desk.Run(40000);
   ExpectNothingSaid(desk, "while it is gone");
   ExpectIs(desk.Reports(2, "UNKNOWN"), 1, "unknown after a while");
   broker.hidesEnded = false;
   desk.Run(20000);
   ExpectNothingSaid(desk, "before its deals");
   broker.hiddenAfter = LONG_MAX;
   ExpectIs(Kind(desk.Until(2)), kind, "the order's end");
   ExpectIs(desk.Reports(1, "OPENED"), 1, "opened once");
   Expect(NumberOf(desk, 1, "OPENED") < NumberOf(desk, 2, kind), "opened is told first");
   ExpectIs(Part(desk.Report(1), 5), volume, "volume");
   broker.ClosePosition(broker.positions.rbegin()->first, 0, 1.08, DEAL_REASON_TP);
   desk.Run(10000);
   ExpectIs(Part(desk.Report(1), 2), std::string("TP"), "watched to its end");
   ExpectIs(ArraySize(desk.guard.watches), 0, "then no more");
   ExpectIs(desk.Reports(2, kind), 1, "one end");
}

static void FilledUnderAnOrder()
{
   for(bool cancels : {true, false})
   {
      Desk desk;
      long ticket = Place(desk);
      HideEnds();
      broker.FillPending(ticket, 0, 1.09);
      desk.Take(2, cancels ? Cancel : Modify);
      ExpectOpenedBefore(desk, cancels ? "DROPPED" : "DONE", "0.10");
      if(cancels)
         ExpectIs(Part(desk.Report(2), 2), std::string("NO_TARGET"), "reason");
      ExpectIs(broker.requests, cancels ? 1L : 2L, "requests");
      broker.requests = 0;
      BeginAnew(desk);
   }
}

static void RemovedWithAPartFilled()
{
   // Removed by the order; by hand before it; and by an order whose answer was lost.
   for(int way = 0; way < 3; way++)
   {
      Desk desk;
      long ticket = Place(desk);
      HideEnds();
      broker.FillPending(ticket, 0.04, 1.09);
      if(way == 1)
         broker.EndPending(ticket, ORDER_STATE_CANCELED);
      if(way == 2)
         broker.answers = {{"lose", 10012, 0}};
      desk.Take(2, Cancel);
      if(way == 2)
      {
         desk.Run(3000);
         ExpectIs(desk.Reports(2, "UNKNOWN"), 1, "unknown at once");
         ExpectNothingSaid(desk, "after a lost answer");
         broker.hidesEnded = false;
         desk.Run(40000);
         ExpectNothingSaid(desk, "before its deals");
         broker.hiddenAfter = LONG_MAX;
         ExpectIs(Kind(desk.Until(2)), std::string("DONE"), "kind");
         Expect(desk.Reports(1, "OPENED") == 1 && NumberOf(desk, 1, "OPENED") < NumberOf(desk, 2, "DONE"), "opened");
      }
      else
         ExpectOpenedBefore(desk, "DONE", "0.04");
      BeginAnew(desk);
   }
}

// The watcher, without an order: a state of CANCELED does not say that nothing was filled.
static void RemovedByHandWithAPartFilled()
{
   Desk desk;
   long ticket = Place(desk);
   HideEnds();
   broker.FillPending(ticket, 0.04, 1.09);
   broker.EndPending(ticket, ORDER_STATE_CANCELED);
   desk.Run(20000);
   ExpectNothingSaid(desk, "while it is gone");
   broker.hidesEnded = false;
   desk.Run(20000);
   ExpectNothingSaid(desk, "before its deals");
   broker.hiddenAfter = LONG_MAX;
   desk.Run(10000);
   ExpectIs(Kind(desk.Report(1)), std::string("OPENED"), "the part");
   ExpectIs(Part(desk.Report(1), 5), std::string("0.04"), "volume");
   ExpectIs(desk.Reports(1, "CANCELLED"), 0, "never cancelled");
   ExpectIs(ArraySize(desk.guard.watches), 1, "watched");
}

// It was filled between the program's look and its request: the trade server may say that it has removed it.
static void FilledWhileItIsRemoved()
{
   Desk desk;
   long ticket = Place(desk);
   HideEnds();
   broker.answers = {{"refuse", 10009, 0}};
   desk.Take(2, Cancel);
   desk.Step();
   desk.Step();
   ExpectIs(broker.requests, 2L, "the request");
   broker.FillPending(ticket, 0, 1.09);
   ExpectOpenedBefore(desk, "DROPPED", "0.10");
}

// Nothing was filled, and history says so late, or never: it is never told as removed without it, and looked for seldom.
static void RemovedAndHistoryLate()
{
   Desk desk;
   Place(desk);
   HideEnds();
   desk.Take(2, Cancel);
   desk.Run(600000);
   ExpectNothingSaid(desk, "while it is gone");
   ExpectIs(desk.Reports(2, "UNKNOWN"), 1, "unknown");
   broker.hidesEnded = false;
   ExpectIs(Kind(desk.Until(2)), std::string("DONE"), "kind");
   ExpectIs(desk.Reports(1, "OPENED"), 0, "nothing was opened");
   ExpectIs(ArraySize(desk.guard.watches), 0, "nothing is watched");
}

static void WaitingLooksSeldom()
{
   Desk desk;
   long ticket = Place(desk);
   HideEnds();
   broker.EndPending(ticket, ORDER_STATE_CANCELED);
   desk.Take(2, Cancel);
   desk.Run(60000);
   broker.selections = 0;
   desk.Run(60000);
   // Two at each look: for what is there, and for its deals.
   Expect(broker.selections <= 2 * 60000 / LOOK_PERIOD_MAX_MS + 2, "selections " + std::to_string(broker.selections));
   broker.hidesEnded = false;
   ExpectIs(Kind(desk.Until(2)), std::string("DONE"), "kind");
   ExpectIs(broker.requests, 1L, "there was nothing to send");
}

// On a netting account all that is watched of a symbol waits for an order that may change its position. One to a pending
// order, which can be unknown for long, changes none.
static void OthersDoNotWait()
{
   broker.isHedging = false;
   Desk desk;
   long ticket = Place(desk);
   desk.Take(2, Buy);
   desk.Until(2);
   broker.hidesEnded = true;
   broker.EndPending(ticket, ORDER_STATE_CANCELED);
   desk.Take(3, Cancel);
   desk.Run(20000);
   broker.ClosePosition(broker.positions.begin()->second.ticket, 0, 1.079, DEAL_REASON_SL);
   desk.Run(10000);
   ExpectIs(Kind(desk.Report(3)), std::string("UNKNOWN"), "the order is");
   ExpectIs(Kind(desk.Report(2)), std::string("CLOSED"), "the other is told");
}

// An order to what another journal's program placed waits until that is watched: else its part would be nobody's.
static void AdoptedBeforeItIsRemoved()
{
   {
      Desk desk;
      long ticket = Place(desk);
      broker.FillPending(ticket, 0.04, 1.09);
   }
   unlink((world.sandbox + "/journal.a").c_str());
   unlink((world.sandbox + "/journal.b").c_str());
   Desk desk;
   desk.guard.Commit(string::Of("L|" + Desk::Sub + "|1\nA|" + Desk::Sub + "|0|1"));
   desk.Take(2, Cancel);
   ExpectIs(Kind(desk.Until(2)), std::string("DONE"), "kind");
   ExpectIs(Kind(desk.Report(1)), std::string("OPENED"), "the part");
   Expect(NumberOf(desk, 1, "PLACED") < NumberOf(desk, 1, "OPENED")
             && NumberOf(desk, 1, "OPENED") < NumberOf(desk, 2, "DONE"), "in this order");
   ExpectIs(ArraySize(desk.guard.watches), 1, "watched");
}

// As after a crash behind the request: what was removed is looked at before anything is said.
static void RemovedBeforeARestart()
{
   {
      Desk desk;
      long ticket = Place(desk);
      HideEnds();
      broker.FillPending(ticket, 0.04, 1.09);
      desk.Take(2, Cancel);
      desk.Step();
      desk.Step();
      ExpectIs(broker.requests, 2L, "the request");
   }
   broker.hidesEnded = false;
   Desk desk;
   desk.Run(6000);
   ExpectNothingSaid(desk, "before its deals");
   broker.hiddenAfter = LONG_MAX;
   desk.Take(2, Cancel); // it was given back, and is sent again
   ExpectIs(Kind(desk.Until(2)), std::string("DONE"), "kind");
   Expect(NumberOf(desk, 1, "OPENED") < NumberOf(desk, 2, "DONE") && desk.Reports(1, "OPENED") == 1, "opened first");
   ExpectIs(ArraySize(desk.guard.watches), 1, "watched");
}

std::vector<Scenario> PendingScenarios()
{
   return {{"filled-under-an-order", FilledUnderAnOrder},
           {"removed-with-a-part-filled", RemovedWithAPartFilled},
           {"removed-by-hand-with-a-part-filled", RemovedByHandWithAPartFilled},
           {"filled-while-it-is-removed", FilledWhileItIsRemoved},
           {"removed-and-history-late", RemovedAndHistoryLate},
           {"waiting-looks-seldom", WaitingLooksSeldom},
           {"others-do-not-wait", OthersDoNotWait},
           {"adopted-before-it-is-removed", AdoptedBeforeItIsRemoved},
           {"removed-before-a-restart", RemovedBeforeARestart}};
}
