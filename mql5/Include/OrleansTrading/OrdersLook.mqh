// Looks up what may have been done: after an unclear answer, after a crash, when the bridge asks, and when a journal
// is younger than the subscription.
#ifndef ORLEANS_ORDERS_LOOK_MQH
#define ORLEANS_ORDERS_LOOK_MQH

#include "Outcomes.mqh"

#define LOOK_PERIOD_MS 100
#define LOOK_PERIOD_MAX_MS 5000
#define SETTLE_MS 3000
// A trade server may act on a request after the terminal has given up on it.
#define UNKNOWN_SETTLE_MS 15000
#define UNKNOWN_TELL_MS 1000
// Of what the server said was done, history has to come; how long until its own words have to do.
#define ACCEPTED_TELL_MS 10000
#define ACCEPTED_LAST_MS 60000
#define ASKS_MAX 1024
#define ADOPTED_MAX 4096

struct SAsk
{
   string subscription;
   long sequence;
};

class COrderLook : public COrderOutcomes
{
protected:
   long m_lookedAt;
   CSettling m_settling;
   ARRAY(SAsk, m_asks);

   void BeginLook(CExecutionGuard &guard, const int index, const uint retcode, const bool isAccepted)
   {
      guard.orders[index].stage = STAGE_LOOK;
      guard.orders[index].lastRetcode = retcode;
      guard.orders[index].isAccepted = isAccepted;
      guard.orders[index].lookedSince = m_local;
      guard.orders[index].nextAt = m_local;
      m_lookedAt = 0;
      m_settling.Restart();
   }

   void TellUnknown(CExecutionGuard &guard, const SOrder &order)
   {
      SOutcome outcome;
      if(order.isUnknownTold)
         return;
      outcome.kind = "UNKNOWN";
      outcome.retcode = order.lastRetcode;
      outcome.time = m_bridge;
      guard.Commit(guard.NewReport(order.subscription, order.sequence, outcome.kind, outcome.Rest(Digits(order)))
                   + "\nU|" + order.subscription + "|" + IntegerToString(order.sequence));
   }

   void ConcludeNone(CExecutionGuard &guard, const SOrder &order)
   {
      SOutcome outcome;
      outcome.kind = "NONE";
      outcome.retcode = order.lastRetcode;
      Conclude(guard, order, outcome, "");
   }

   // The server said that it was done, and history has not come for a minute: its words have to do.
   void ConcludeByWord(CExecutionGuard &guard, const SOrder &order)
   {
      SFacts facts;
      facts.what = order.what >= DO_BUY_LIMIT && order.what <= DO_SELL_STOP ? FOUND_PENDING : FOUND_DEALS;
      facts.symbol = order.symbol;
      facts.isBuy = order.what == DO_BUY || order.what == DO_BUY_LIMIT || order.what == DO_BUY_STOP;
      facts.order = (long)order.doneOrder;
      facts.position = order.what == DO_CLOSE ? 0 : (long)order.doneOrder;
      facts.deal = (long)order.doneDeal;
      facts.deals = order.doneDeal > 0 ? "," + IntegerToString((long)order.doneDeal) + "," : ",";
      facts.volume = order.doneVolume;
      facts.price = order.donePrice;
      ConcludeFound(guard, order, facts, true);
   }

   void Look(CExecutionGuard &guard, const int index)
   {
      SOrder order;
      SFacts facts;
      order = guard.orders[index];
      long waited = m_local - order.lookedSince;
      bool isSettled = m_settling.IsSettled(m_local, SETTLE_MS);
      if(order.what >= DO_MODIFY)
      {
         LookModify(guard, index, isSettled, waited);
         return;
      }
      LookUp(order.magic, order.time, facts);
      if(facts.what == FOUND_PENDING || facts.what == FOUND_DEALS)
      {
         bool hasAll = isSettled || (order.isAccepted && order.doneVolume > 0 && facts.volume >= order.doneVolume);
         ConcludeFound(guard, order, facts, hasAll);
      }
      else if(facts.what == FOUND_REFUSED && isSettled)
         Reject(guard, index, order.lastRetcode > 0 ? order.lastRetcode : TRADE_RETCODE_REJECT);
      else if(order.isAccepted && order.doneVolume > 0 && waited >= ACCEPTED_LAST_MS)
         ConcludeByWord(guard, order);
      else if(facts.what == FOUND_NOTHING && isSettled
              && waited >= (order.isAccepted ? ACCEPTED_LAST_MS : UNKNOWN_SETTLE_MS))
         ConcludeNone(guard, order);
      else if(waited >= (order.isAccepted ? ACCEPTED_TELL_MS : UNKNOWN_TELL_MS))
         TellUnknown(guard, order);
   }

   // The longer something was waited for, the more seldom it is looked for: each look goes through history.
   long LookPause(const long waited)
   {
      long pause = waited / 4;
      if(pause < LOOK_PERIOD_MS)
         return(LOOK_PERIOD_MS);
      return(pause < LOOK_PERIOD_MAX_MS ? pause : LOOK_PERIOD_MAX_MS);
   }

   // As long as nobody knows what became of a pending order, an order to it has no end, but is told as unknown.
   void LookModify(CExecutionGuard &guard, const int index, const bool isSettled, const long waited)
   {
      SOrder order;
      int target = TARGET_MISSING;
      int filled = FILLED_LATER;
      order = guard.orders[index];
      if(m_local < order.nextAt)
         return;
      guard.orders[index].nextAt = m_local + LookPause(waited);
      if(IsConnected())
      {
         target = LookAtTarget(guard, order);
         filled = TellTargetFilled(guard, order);
      }
      if(filled != FILLED_LATER && target == TARGET_AS_ASKED)
         Done(guard, index, order.lastRetcode);
      else if(filled == FILLED_TOLD && order.what == DO_CANCEL)
         MissTarget(guard, order);
      else if(filled != FILLED_LATER && isSettled
              && waited >= (order.isAccepted ? ACCEPTED_LAST_MS : UNKNOWN_SETTLE_MS))
         ConcludeNone(guard, order);
      else if(waited >= (order.isAccepted ? ACCEPTED_TELL_MS : UNKNOWN_TELL_MS))
         TellUnknown(guard, order);
   }

   // Never sent, by proof: given back if it is the last, so that it can be taken again; else it has had its chance.
   void GiveBack(CExecutionGuard &guard, const int index)
   {
      SOrder order;
      order = guard.orders[index];
      if(order.isUnknownTold || !guard.RollBack(index))
         ConcludeNone(guard, order);
   }

   // One order that the journal had without an outcome. False: not known yet.
   bool RecoverOne(CExecutionGuard &guard, const int index)
   {
      SOrder order;
      SFacts facts;
      order = guard.orders[index];
      bool isSettled = m_settling.IsSettled(m_local, SETTLE_MS);
      if(order.what >= DO_MODIFY)
      {
         if(!isSettled)
            return(false);
         int target = LookAtTarget(guard, order);
         if(TellTargetFilled(guard, order) != FILLED_LATER && target == TARGET_AS_ASKED)
            Done(guard, index, 0);
         else
            GiveBack(guard, index);
         return(true);
      }
      LookUp(order.magic, order.time, facts);
      if(facts.what == FOUND_PENDING || facts.what == FOUND_DEALS)
         return(ConcludeFound(guard, order, facts, isSettled));
      if(facts.what == FOUND_NOTHING && isSettled)
         GiveBack(guard, index);
      else if(facts.what == FOUND_REFUSED && isSettled)
         Reject(guard, index, TRADE_RETCODE_REJECT);
      else if(facts.what == FOUND_WORKING && m_settling.IsSettled(m_local, ACCEPTED_LAST_MS))
      {
         // Done or being done, but history will not say it: told as unknown, and looked for while the session goes on.
         guard.orders[index].isRecovered = false;
         BeginLook(guard, index, 0, true);
         TellUnknown(guard, order);
      }
      else
         return(false);
      return(true);
   }

   // What was found of a sequence whose order the journal does not have any more.
   bool TellFound(CExecutionGuard &guard, const string subscription, const long sequence, const SFacts &facts)
   {
      SOrder order;
      int digits = DigitsOf(facts.symbol);
      order.subscription = subscription;
      order.sequence = sequence;
      order.symbol = facts.symbol;
      order.magic = MagicOf(SubscriptionHash(subscription), sequence);
      order.what = facts.isPending ? DO_BUY_LIMIT : (facts.closes ? DO_CLOSE : DO_BUY);
      order.volume = facts.wanted > 0 ? facts.wanted : facts.volume;
      order.priceText = PriceText(facts.price, digits < 0 ? 5 : digits);
      order.sl = facts.sl;
      order.tp = facts.tp;
      return(ConcludeFound(guard, order, facts, true));
   }

   void LookAsked(CExecutionGuard &guard, const int index)
   {
      SAsk ask;
      SFacts facts;
      ask = m_asks[index];
      bool isSettled = m_settling.IsSettled(m_local, SETTLE_MS);
      int owner = guard.FindSubscription(ask.subscription);
      // An order under way is answered by its end, and one that ended lately by the report that waits for its FIN.
      if(owner < 0 || guard.FindOrder(ask.subscription, ask.sequence) >= 0 || SaysAgain(guard, ask))
      {
         ForgetAsk(index);
         return;
      }
      LookUp(MagicOf(guard.subscriptions[owner].hash, ask.sequence), 0, facts);
      if(facts.what == FOUND_WORKING || !isSettled)
         return;
      ForgetAsk(index);
      if(facts.what == FOUND_PENDING || facts.what == FOUND_DEALS)
      {
         TellFound(guard, ask.subscription, ask.sequence, facts);
         return;
      }
      SOutcome outcome;
      SOrder order;
      order.subscription = ask.subscription;
      order.sequence = ask.sequence;
      outcome.kind = facts.what == FOUND_REFUSED ? "REJECTED" : "NONE";
      outcome.retcode = facts.what == FOUND_REFUSED ? TRADE_RETCODE_REJECT : 0;
      // It is final: a sequence that comes next after all must not be executed any more.
      bool isNext = guard.subscriptions[owner].last + 1 == ask.sequence;
      Conclude(guard, order, outcome,
               isNext ? "\nL|" + ask.subscription + "|" + IntegerToString(ask.sequence) : "");
   }

   bool SaysAgain(CExecutionGuard &guard, const SAsk &ask)
   {
      bool found = false;
      for(int i = 0; i < ArraySize(guard.reports); i++)
         if(guard.reports[i].sequence == ask.sequence && guard.reports[i].subscription == ask.subscription
            && IsFinalKind(guard.reports[i].kind))
         {
            guard.reports[i].isSent = false;
            found = true;
         }
      return(found);
   }

   bool IsFinalKind(const string kind)
   {
      return(kind == "FILLED" || kind == "PARTIAL" || kind == "PLACED" || kind == "DONE" || kind == "REJECTED"
             || kind == "DROPPED" || kind == "NONE");
   }

   void ForgetAsk(const int index)
   {
      int last = ArraySize(m_asks) - 1;
      for(int i = index; i < last; i++)
         m_asks[i] = m_asks[i + 1];
      ArrayResize(m_asks, last);
   }

   void AddSequence(ARRAY_REF(long, found), const long magic, const SSubscription &subscription)
   {
      long sequence = magic - MagicOf(subscription.hash, 0);
      if(magic <= 0 || sequence <= subscription.adoptFrom || sequence > subscription.adoptTo)
         return;
      int count = ArraySize(found);
      for(int i = 0; i < count; i++)
         if(found[i] == sequence)
            return;
      if(count < ADOPTED_MAX)
      {
         ArrayResize(found, count + 1, 64);
         found[count] = sequence;
      }
   }

   // What another journal's program did before this one goes on: found by the magic, told and watched.
   void Adopt(CExecutionGuard &guard, const int owner)
   {
      SSubscription subscription;
      ARRAY(long, found);
      SFacts facts;
      subscription = guard.subscriptions[owner];
      if(!SelectHistorySince(0))
         return;
      for(int i = 0; i < HistoryDealsTotal(); i++)
         AddSequence(found, HistoryDealGetInteger(HistoryDealGetTicket(i), DEAL_MAGIC), subscription);
      for(int i = 0; i < OrdersTotal(); i++)
         if(OrderGetTicket(i) != 0)
            AddSequence(found, OrderGetInteger(ORDER_MAGIC), subscription);
      ArraySort(found);
      for(int i = 0; i < ArraySize(found); i++)
      {
         if(guard.FindOrder(subscription.id, found[i]) >= 0 || guard.FindWatch(subscription.id, found[i]) >= 0)
            continue;
         LookUp(MagicOf(subscription.hash, found[i]), 0, facts);
         // What is still being done is looked at again, until all of it is there.
         if(facts.what == FOUND_WORKING
            || ((facts.what == FOUND_DEALS || facts.what == FOUND_PENDING)
                && !TellFound(guard, subscription.id, found[i], facts)))
            return;
      }
      guard.Commit("A|" + subscription.id + "|0|0");
   }

   // Whether anything at all waits for history to stand still.
   bool IsLooking(CExecutionGuard &guard)
   {
      for(int i = 0; i < ArraySize(guard.orders); i++)
         if(guard.orders[i].stage == STAGE_LOOK)
            return(true);
      for(int i = 0; i < ArraySize(guard.subscriptions); i++)
         if(guard.subscriptions[i].adoptTo > 0)
            return(true);
      return(ArraySize(m_asks) > 0);
   }

   void Settle(CExecutionGuard &guard)
   {
      m_lookedAt = m_local;
      if(!IsLooking(guard))
      {
         m_settling.Restart();
         return;
      }
      m_settling.Look(m_local, m_bridge);
      for(int i = ArraySize(m_asks) - 1; i >= 0; i--)
         LookAsked(guard, i);
      for(int i = 0; i < ArraySize(guard.subscriptions); i++)
         if(guard.subscriptions[i].adoptTo > 0 && m_settling.IsSettled(m_local, SETTLE_MS))
            Adopt(guard, i);
   }

public:
   COrderLook(void)
   {
      m_lookedAt = 0;
   }

   // Has an order looked up. What is asked beyond the limit is asked again by the bridge.
   void Ask(const string subscription, const long sequence)
   {
      int count = ArraySize(m_asks);
      for(int i = 0; i < count; i++)
         if(m_asks[i].sequence == sequence && m_asks[i].subscription == subscription)
            return;
      if(count >= ASKS_MAX)
         return;
      ArrayResize(m_asks, count + 1, 16);
      m_asks[count].subscription = subscription;
      m_asks[count].sequence = sequence;
   }

   // Resolves what the journal left open, the last first, for only the last can be given back. True: nothing is left.
   bool Recover(CExecutionGuard &guard, const long localMs, const long bridgeMs)
   {
      m_local = localMs;
      m_bridge = bridgeMs;
      if(m_local - m_lookedAt >= LOOK_PERIOD_MS || m_lookedAt == 0)
      {
         m_lookedAt = m_local;
         m_settling.Look(m_local, m_bridge);
         for(int i = ArraySize(guard.orders) - 1; i >= 0; i--)
            if(guard.orders[i].isRecovered && !RecoverOne(guard, i))
               return(false);
      }
      for(int i = 0; i < ArraySize(guard.orders); i++)
         if(guard.orders[i].isRecovered)
            return(false);
      return(true);
   }
};

#endif
