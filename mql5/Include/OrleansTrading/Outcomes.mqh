// How an order ends: its report, its end in the journal, and what follows for what is watched, all in one record.
#ifndef ORLEANS_OUTCOMES_MQH
#define ORLEANS_OUTCOMES_MQH

#include "Filled.mqh"
#include "Requests.mqh"

class COrderOutcomes
{
protected:
   long m_local;
   long m_bridge;

   int Digits(const SOrder &order)
   {
      int digits = DigitsOf(order.symbol);
      if(digits < 0)
         digits = DecimalsOf(order.priceText);
      return(digits < 0 ? 0 : digits);
   }

   string WatchRecord(const SOrder &order, const SFacts &facts, const bool isPending)
   {
      SWatch watch;
      watch.subscription = order.subscription;
      watch.sequence = order.sequence;
      watch.symbol = order.symbol;
      watch.isBuy = facts.isBuy;
      watch.isPending = isPending;
      watch.order = facts.order;
      watch.position = facts.position;
      watch.volume = facts.volume;
      watch.price = facts.price;
      watch.sl = order.sl;
      watch.tp = order.tp;
      watch.deals = facts.deals;
      watch.since = facts.timeMsc;
      // As they are now: a broker rounds stops, and what somebody changed before this look cannot be told apart.
      if(isPending ? SelectPending(order.magic) : SelectPositionById(facts.position))
      {
         watch.sl = isPending ? OrderGetDouble(ORDER_SL) : PositionGetDouble(POSITION_SL);
         watch.tp = isPending ? OrderGetDouble(ORDER_TP) : PositionGetDouble(POSITION_TP);
      }
      return("\n" + watch.Record());
   }

   // What a close took away from what is watched.
   string WatchesAfterClose(CExecutionGuard &guard, const SOrder &order, const SFacts &facts)
   {
      string records = "";
      for(int i = 0; i < ArraySize(guard.watches); i++)
      {
         SWatch watch;
         watch = guard.watches[i];
         bool isTarget = watch.subscription == order.subscription && watch.sequence == order.target;
         if(!isTarget && (watch.position == 0 || watch.position != facts.position))
            continue;
         watch.deals += StringSubstr(facts.deals, 1);
         if(isTarget)
            watch.volume -= facts.volume;
         if(watch.volume > 0)
            records += "\n" + watch.Record();
         else
            records += "\nX|" + watch.subscription + "|" + IntegerToString(watch.sequence);
      }
      return(records);
   }

   string WatchAfterModify(CExecutionGuard &guard, const SOrder &order)
   {
      int index = guard.FindWatch(order.subscription, order.target);
      if(index < 0)
         return("");
      if(order.what == DO_CANCEL)
         return(guard.watches[index].isPending ? "\nX|" + order.subscription + "|" + IntegerToString(order.target) : "");
      SWatch watch;
      watch = guard.watches[index];
      watch.sl = order.sl;
      watch.tp = order.tp;
      if(watch.isPending)
         watch.price = order.price;
      return("\n" + watch.Record());
   }

   int LookAtTarget(CExecutionGuard &guard, const SOrder &order)
   {
      int index = guard.FindWatch(order.subscription, order.target);
      return(TargetOf(order, index < 0 ? 0 : guard.watches[index].since));
   }

   // What a pending order has opened is told before the end of an order to it: whoever hears that it was removed forgets
   // it. Asked behind LookAtTarget, for what is not live then does not become live again.
   int TellTargetFilled(CExecutionGuard &guard, const SOrder &order)
   {
      SWatch watch;
      int index = guard.FindWatch(order.subscription, order.target);
      if(index < 0 || !guard.watches[index].isPending || OrderSelect((ulong)guard.watches[index].order))
         return(FILLED_NOT);
      watch = guard.watches[index];
      return(TellFilled(guard, watch, Digits(order), m_bridge));
   }

   // The report, the order's end and what follows for what is watched, in one record.
   bool Conclude(CExecutionGuard &guard, const SOrder &order, SOutcome &outcome, const string more)
   {
      if(outcome.time == 0)
         outcome.time = m_bridge;
      return(guard.Commit(guard.NewReport(order.subscription, order.sequence, outcome.kind, outcome.Rest(Digits(order)))
                          + "\nC|" + order.subscription + "|" + IntegerToString(order.sequence) + more));
   }

   bool Drop(CExecutionGuard &guard, const int index, const string reason)
   {
      SOrder order;
      SOutcome outcome;
      order = guard.orders[index];
      outcome.kind = "DROPPED";
      outcome.reason = reason;
      // It was tried before, so it was not dropped: the last answer is what became of it.
      if(order.attempts > 0)
      {
         outcome.kind = "REJECTED";
         outcome.retcode = order.lastRetcode;
      }
      return(Conclude(guard, order, outcome, ""));
   }

   // What the order was to remove was filled before. Said so even after a request, of which nothing came.
   bool MissTarget(CExecutionGuard &guard, const SOrder &order)
   {
      SOutcome outcome;
      outcome.kind = "DROPPED";
      outcome.reason = "NO_TARGET";
      return(Conclude(guard, order, outcome, ""));
   }

   bool Reject(CExecutionGuard &guard, const int index, const uint retcode)
   {
      SOrder order;
      SOutcome outcome;
      order = guard.orders[index];
      outcome.kind = "REJECTED";
      outcome.retcode = retcode;
      return(Conclude(guard, order, outcome, ""));
   }

   bool Done(CExecutionGuard &guard, const int index, const uint retcode)
   {
      SOrder order;
      SOutcome outcome;
      order = guard.orders[index];
      outcome.kind = "DONE";
      outcome.retcode = retcode;
      return(Conclude(guard, order, outcome, WatchAfterModify(guard, order)));
   }

   // Tells what was found. hasAll: no further deal of the order can come.
   bool ConcludeFound(CExecutionGuard &guard, const SOrder &order, const SFacts &facts, const bool hasAll)
   {
      SOutcome outcome;
      long wanted = facts.hasOrder ? facts.wanted : order.volume;
      if(facts.what == FOUND_DEALS && facts.volume < wanted && !hasAll)
         return(false);
      outcome.order = facts.order;
      outcome.volume = facts.volume;
      outcome.price = facts.price;
      outcome.time = ServerToBridge(facts.timeMsc, m_bridge);
      outcome.retcode = order.lastRetcode;
      if(facts.what == FOUND_PENDING)
      {
         outcome.kind = "PLACED";
         return(Conclude(guard, order, outcome, WatchRecord(order, facts, true)));
      }
      outcome.kind = facts.volume < wanted ? "PARTIAL" : "FILLED";
      outcome.deal = facts.deal;
      outcome.profit = facts.profit;
      outcome.commission = facts.commission;
      outcome.swap = facts.swap;
      return(Conclude(guard, order, outcome, order.what == DO_CLOSE ? WatchesAfterClose(guard, order, facts)
                                                                    : WatchRecord(order, facts, false)));
   }

public:
   COrderOutcomes(void)
   {
      m_local = 0;
      m_bridge = 0;
   }
};

#endif
